/** A security profile as a small label: its number, and its name on hover. */
import { Badge, Tooltip } from '@mantine/core';
import { type SecurityProfile, securityProfiles } from '../../shared/security/security-profiles.ts';
import { profileWords as words } from './words.ts';

export function ProfileBadge({ profile }: { profile: SecurityProfile }) {
  return (
    <Tooltip label={securityProfiles[profile].name}>
      <Badge
        variant="default"
        size="sm"
        radius="sm"
        tt="none"
        fw={500}
        style={{ flex: 'none' }}
        miw="max-content"
        aria-label={words.full(profile, securityProfiles[profile].name)}
      >
        {words.short(profile)}
      </Badge>
    </Tooltip>
  );
}
