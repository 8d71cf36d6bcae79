/** The seldom parts of the form of an emulated charge point, each behind a heading that says what it holds now. */
import {
  Accordion,
  Input,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
} from '@mantine/core';
import type { ReactNode } from 'react';
import texts from '../../../components/text.module.css';
import type { ChargePointDraft, ChargePointFaults } from './charge-point-draft.ts';
import {
  ChoiceField,
  type FieldsProps,
  faultText,
  hintOrder,
  NumberField,
  SwitchField,
  TextField,
} from './form-fields.tsx';
import { sectionWords as words } from './words.ts';

function Device(props: FieldsProps) {
  return (
    <SimpleGrid cols={2} spacing="sm" verticalSpacing="xs">
      <TextField field="vendor" label={words.vendor} {...props} />
      <TextField field="model" label={words.model} {...props} />
      <TextField
        field="serialNumber"
        label={words.serialNumber}
        hint={words.serialNumberHint}
        {...props}
      />
      <TextField field="firmwareVersion" label={words.firmware} {...props} />
      <NumberField field="connectors" label={words.connectors} {...props} />
      <div style={{ alignSelf: 'center' }}>
        <SwitchField
          field="autoConnect"
          label={words.autoConnect}
          hint={words.autoConnectHint}
          {...props}
        />
      </div>
    </SimpleGrid>
  );
}

function Phases<T extends number>({
  label,
  counts,
  value,
  onChange,
}: {
  label: string;
  counts: readonly T[];
  value: T;
  onChange: (count: T) => void;
}) {
  return (
    <div>
      <Input.Label component="div">{label}</Input.Label>
      <div>
        <SegmentedControl
          aria-label={label}
          data={counts.map(String)}
          value={String(value)}
          onChange={(text) => {
            const chosen = counts.find((count) => String(count) === text);
            if (chosen !== undefined) onChange(chosen);
          }}
        />
      </div>
    </div>
  );
}

function Outlets(props: FieldsProps) {
  const { draft, change } = props;
  return (
    <SimpleGrid cols={2} spacing="sm" verticalSpacing="xs">
      <ChoiceField
        field="cable"
        label={words.cable}
        hint={words.cableHint}
        labels={words.cables}
        {...props}
      />
      <ChoiceField field="current" label={words.current} labels={words.currents} {...props} />
      <NumberField
        field="outletPowerW"
        label={words.outletPower}
        hint={words.outletPowerHint}
        {...props}
      />
      {draft.current === 'AC' && (
        <Phases
          label={words.gridPhases}
          counts={[1, 3] as const}
          value={draft.outletPhases}
          onChange={(outletPhases) => change({ outletPhases })}
        />
      )}
    </SimpleGrid>
  );
}

function Vehicle(props: FieldsProps) {
  const { draft, change } = props;
  return (
    <SimpleGrid cols={2} spacing="sm" verticalSpacing="xs">
      <ChoiceField
        field="vehicleKind"
        label={words.vehicle}
        hint={words.vehicleHint}
        labels={words.vehicleKinds}
        {...props}
      />
      {draft.vehicleKind === 'own' && (
        <>
          <NumberField field="batteryKwh" label={words.battery} {...props} />
          <NumberField
            field="vehiclePowerW"
            label={words.vehiclePower}
            hint={words.vehiclePowerHint}
            {...props}
          />
          <NumberField
            field="startSoc"
            label={words.startSoc}
            hint={words.startSocHint}
            {...props}
          />
          <Phases
            label={words.vehiclePhases}
            counts={[1, 2, 3] as const}
            value={draft.vehiclePhases}
            onChange={(vehiclePhases) => change({ vehiclePhases })}
          />
        </>
      )}
    </SimpleGrid>
  );
}

function Tls(props: FieldsProps) {
  return (
    <Stack gap="sm">
      <SimpleGrid cols={3} spacing="sm">
        <ChoiceField
          field="keyFamily"
          label={words.keyFamily}
          labels={words.keyFamilies}
          {...props}
        />
        <ChoiceField
          field="minimumTls"
          label={words.minimumTls}
          labels={words.lowestVersions}
          {...props}
        />
        <ChoiceField
          field="maximumTls"
          label={words.maximumTls}
          labels={words.highestVersions}
          {...props}
        />
      </SimpleGrid>
      <SimpleGrid cols={2} spacing="sm" verticalSpacing="sm">
        <ChoiceField
          field="serverNameRule"
          label={words.serverName}
          hint={words.serverNameHint}
          labels={words.serverNameRules}
          {...props}
        />
        <ChoiceField
          field="handshakeRecording"
          label={words.recording}
          hint={words.recordingHint}
          labels={words.recordings}
          {...props}
        />
        <NumberField
          field="certificateStoreMaxLength"
          label={words.storeLength}
          hint={words.storeLengthHint}
          placeholder="10"
          {...props}
        />
      </SimpleGrid>
      <SimpleGrid cols={2} spacing="sm" verticalSpacing="sm">
        <SwitchField
          field="allowServerWildcards"
          label={words.wildcards}
          hint={words.wildcardsHint}
          {...props}
        />
        <SwitchField
          field="additionalRootCertificateCheck"
          label={words.additionalCheck}
          hint={words.additionalCheckHint}
          {...props}
        />
        <SwitchField
          field="sendsEverySecurityEvent"
          label={words.everyEvent}
          hint={words.everyEventHint}
          {...props}
        />
      </SimpleGrid>
    </Stack>
  );
}

function Updates(props: FieldsProps) {
  const { draft, faults, change } = props;
  return (
    <Stack gap="sm">
      <SimpleGrid cols={2} spacing="sm" verticalSpacing="xs">
        <NumberField
          field="failingResets"
          label={words.failingResets}
          hint={words.failingResetsHint}
          placeholder="0"
          {...props}
        />
        <ChoiceField
          field="installResult"
          label={words.installResult}
          labels={words.installResults}
          {...props}
        />
        <NumberField field="installS" label={words.installS} placeholder="5" {...props} />
        <TextField
          field="nextVersion"
          label={words.nextVersion}
          hint={words.nextVersionHint}
          {...props}
        />
        <NumberField field="maxBytes" label={words.maxBytes} placeholder="104,857,600" {...props} />
        <ChoiceField
          field="whileDownloading"
          label={words.whileDownloading}
          labels={words.whileDownloadingAnswers}
          {...props}
        />
        <ChoiceField
          field="uploadMethod"
          label={words.uploadMethod}
          labels={words.uploadMethods}
          {...props}
        />
        <Textarea
          autosize
          minRows={1}
          maxRows={4}
          label={words.revoked}
          description={words.revokedHint}
          inputWrapperOrder={hintOrder}
          spellCheck={false}
          value={draft.revokedCertificates}
          error={faultText('revokedCertificates', faults.revokedCertificates)}
          onChange={(event) => change({ revokedCertificates: event.currentTarget.value })}
        />
      </SimpleGrid>
      <SimpleGrid cols={2} spacing="sm" verticalSpacing="sm">
        <SwitchField
          field="refuseUnsignedFirmware"
          label={words.refuseUnsigned}
          hint={words.refuseUnsignedHint}
          {...props}
        />
        <SwitchField
          field="tellsReboot"
          label={words.tellsReboot}
          hint={words.tellsRebootHint}
          {...props}
        />
        <SwitchField
          field="pausesDownload"
          label={words.pausesDownload}
          hint={words.pausesDownloadHint}
          {...props}
        />
        <SwitchField
          field="skipsInstalling"
          label={words.skipsInstalling}
          hint={words.skipsInstallingHint}
          {...props}
        />
      </SimpleGrid>
    </Stack>
  );
}

export type SectionName = 'device' | 'outlets' | 'vehicle' | 'tls' | 'updates';

interface Section {
  fields: readonly (keyof ChargePointFaults)[];
  /** What it holds now, in short. */
  summary: (draft: ChargePointDraft) => string;
  Part: (props: FieldsProps) => ReactNode;
}

const sections: Record<SectionName, Section> = {
  device: {
    fields: ['vendor', 'model', 'serialNumber', 'firmwareVersion', 'connectors'],
    summary: words.deviceSummary,
    Part: Device,
  },
  outlets: { fields: ['outletPowerW'], summary: words.outletSummary, Part: Outlets },
  vehicle: {
    fields: ['batteryKwh', 'startSoc', 'vehiclePowerW'],
    summary: words.vehicleSummary,
    Part: Vehicle,
  },
  tls: {
    fields: ['minimumTls', 'certificateStoreMaxLength'],
    summary: words.tlsSummary,
    Part: Tls,
  },
  updates: {
    fields: ['failingResets', 'installS', 'nextVersion', 'maxBytes', 'revokedCertificates'],
    summary: words.updateSummary,
    Part: Updates,
  },
};

// Object.keys loses the key type; the record is the literal above.
const names = Object.keys(sections) as SectionName[];

/** Sections with a field that is wrong. */
export function faultySections(faults: ChargePointFaults): SectionName[] {
  return names.filter((name) => sections[name].fields.some((field) => faults[field] !== undefined));
}

export function Sections({
  opened,
  onOpen,
  ...props
}: FieldsProps & { opened: readonly SectionName[]; onOpen: (names: SectionName[]) => void }) {
  return (
    <Accordion
      multiple
      variant="contained"
      value={[...opened]}
      onChange={(wanted) => onOpen(names.filter((name) => wanted.includes(name)))}
    >
      {names.map((name) => {
        const { Part, summary } = sections[name];
        return (
          <Accordion.Item key={name} value={name}>
            <Accordion.Control>
              <Text size="sm" fw={600} component="span">
                {words.titles[name]}
              </Text>{' '}
              <Text size="xs" component="span" className={texts.quiet}>
                {summary(props.draft)}
              </Text>
            </Accordion.Control>
            <Accordion.Panel>
              <Part {...props} />
            </Accordion.Panel>
          </Accordion.Item>
        );
      })}
    </Accordion>
  );
}
