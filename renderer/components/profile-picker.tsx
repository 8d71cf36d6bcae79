/** One of the four security profiles, with what it means. */

import { SegmentedControl, Stack, Text } from '@mantine/core';
import {
  isSecurityProfile,
  type SecurityProfile,
} from '../../shared/security/security-profiles.ts';
import texts from './text.module.css';
import { profileChoices, profileWords } from './words.ts';

const profiles = [0, 1, 2, 3] as const satisfies readonly SecurityProfile[];

export function ProfilePicker({
  value,
  onChange,
  compact = false,
}: {
  value: SecurityProfile;
  onChange: (profile: SecurityProfile) => void;
  /** Numbers only and no explanation, where there is no room for more. */
  compact?: boolean;
}) {
  return (
    <Stack gap={6}>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={profileWords.choose}
        value={String(value)}
        onChange={(text) => {
          const profile = Number(text);
          if (isSecurityProfile(profile)) onChange(profile);
        }}
        data={profiles.map((profile) => ({
          value: String(profile),
          label: compact
            ? profileWords.short(profile)
            : `${profile} · ${profileChoices[profile].short}`,
        }))}
      />
      {!compact && (
        <Text size="xs" className={texts.quiet}>
          {profileChoices[value].long}
        </Text>
      )}
    </Stack>
  );
}
