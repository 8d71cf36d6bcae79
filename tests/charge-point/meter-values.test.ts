/** What the meter of a charge point says, when, and what the vehicle behind it does, over a real socket. */
import { afterEach, describe, expect, it } from 'vitest';
import { type Online, startOnline } from './online.ts';

let online: Online;

afterEach(() => online.stop());

interface Sample {
  value: string;
  measurand: string;
  context: string;
  phase?: string;
  unit?: string;
}

/** The shape is checked by the Central System's validators. */
const samplesOf = (payload: Record<string, unknown>) =>
  (payload.meterValue as { timestamp: string; sampledValue: Sample[] }[]).flatMap(
    ({ sampledValue }) => sampledValue,
  );
const valuesOf = (payload: Record<string, unknown>) =>
  Object.fromEntries(
    samplesOf(payload).map(({ measurand, phase, value }) => [
      phase === undefined ? measurand : `${measurand}/${phase}`,
      Number(value),
    ]),
  );
const nextReading = async (connectorId = 1) =>
  (await online.central.next('MeterValues', (payload) => payload.connectorId === connectorId))
    .payload;
const nextStop = async () => (await online.central.next('StopTransaction')).payload;
const kept = (stop: Record<string, unknown>) =>
  samplesOf({ meterValue: stop.transactionData ?? [] });

describe('measurands', () => {
  it('MeterValuesSampledData: every measurand, with unit and context, plausible at full power', async () => {
    online = await startOnline();
    await online.configure({
      MeterValuesSampledData: [
        'Energy.Active.Import.Register',
        'Energy.Active.Import.Interval',
        'Power.Active.Import',
        'Power.Offered',
        'Power.Factor',
        'Current.Import',
        'Current.Offered',
        'Voltage',
        'Frequency',
        'Temperature',
        'SoC',
      ].join(','),
    });
    await online.charge();
    online.bench.clock.advance(30_000);
    const reading = await nextReading();
    expect(valuesOf(reading)).toEqual({
      'Energy.Active.Import.Register': 184,
      'Energy.Active.Import.Interval': 184,
      'Power.Active.Import': 22_080,
      'Power.Offered': 22_080,
      'Power.Factor': 0.99,
      'Current.Import': 32.28,
      'Current.Offered': 32,
      'Voltage/L1-N': 228,
      Frequency: 50,
      Temperature: 40,
      SoC: 40,
    });
    expect(new Set(samplesOf(reading).map(({ context }) => context))).toEqual(
      new Set(['Sample.Periodic']),
    );
    expect(samplesOf(reading).map(({ unit }) => unit)).toEqual([
      'Wh',
      'Wh',
      'W',
      'W',
      undefined,
      'A',
      'A',
      'V',
      undefined,
      'Celsius',
      'Percent',
    ]);
  });

  it('MeterValuesSampledData: direct current, 400 kW at the voltage of the battery, no phases', async () => {
    online = await startOnline({
      hardware: { current: 'DC', maxPowerW: 400_000 },
      vehicle: { batteryKwh: 100, startSoc: 20, maxPowerW: 400_000 },
    });
    await online.configure({
      MeterValuesSampledData:
        'Power.Active.Import,Power.Offered,Current.Import,Current.Import.L1,Current.Offered,Voltage,Power.Factor,SoC',
    });
    await online.charge();
    online.bench.clock.advance(30_000);
    const reading = await nextReading();
    const values = valuesOf(reading);
    expect(values).toMatchObject({
      'Power.Active.Import': 400_000,
      'Power.Offered': 400_000,
      'Power.Factor': 1,
      SoC: 23,
    });
    expect(samplesOf(reading).filter(({ phase }) => phase !== undefined)).toEqual([]);
    expect(values.Voltage).toBeGreaterThan(700);
    expect(values.Voltage).toBeLessThan(850);
    expect(values['Current.Import']).toBeCloseTo(400_000 / (values.Voltage ?? 1), 0);
    expect(values['Current.Offered']).toBe(values['Current.Import']);
  });

  it('MeterValuesSampledData: an outlet on one phase gives a vehicle on three no more than that one', async () => {
    online = await startOnline({ hardware: { phases: 1, maxPowerW: 7360 } });
    await online.configure({
      MeterValuesSampledData:
        'Power.Active.Import,Current.Import.L1,Current.Import.L2,Current.Offered',
    });
    await online.charge();
    online.bench.clock.advance(30_000);
    const values = valuesOf(await nextReading());
    expect(values).toMatchObject({
      'Power.Active.Import': 7360,
      'Current.Import/L2': 0,
      'Current.Offered': 32,
    });
    expect(values['Current.Import/L1']).toBeCloseTo(32.3, 1);
    const duration = { connectorId: 1, duration: 60, chargingRateUnit: 'A' };
    expect(await online.ask('GetCompositeSchedule', duration)).toMatchObject({
      chargingSchedule: {
        chargingSchedulePeriod: [{ startPeriod: 0, limit: 32, numberPhases: 1 }],
      },
    });
  });

  it('ClockAlignedDataInterval: the main meter, connector 0, reads all outlets together', async () => {
    online = await startOnline({ connectors: 2 });
    await online.configure({
      MeterValuesAlignedData:
        'Energy.Active.Import.Register,Power.Active.Import,Current.Import.L1,Voltage,SoC',
      MeterValueSampleInterval: 0,
      ClockAlignedDataInterval: 900,
    });
    await online.charge(1, 'TAG-1');
    await online.charge(2, 'TAG-2');
    online.bench.clock.advance(900_000);
    const payload = await nextReading(0);
    expect(payload).not.toHaveProperty('transactionId');
    const main = valuesOf(payload);
    const [one, two] = [valuesOf(await nextReading(1)), valuesOf(await nextReading(2))];
    for (const name of ['Energy.Active.Import.Register', 'Power.Active.Import']) {
      expect(main[name]).toBeCloseTo((one[name] ?? 0) + (two[name] ?? 0), 1);
    }
    expect(main['Power.Active.Import']).toBe(44_160);
    expect(main).not.toHaveProperty('SoC');
    expect(samplesOf(payload)).toContainEqual(
      expect.objectContaining({
        measurand: 'Energy.Active.Import.Register',
        context: 'Sample.Clock',
        location: 'Inlet',
      }),
    );
  });

  it('MeterValuesSampledData: a measurand by phase, as a vehicle on one phase uses them', async () => {
    online = await startOnline({ vehicle: { phases: 1, maxPowerW: 7360 } });
    await online.configure({
      MeterValuesSampledData:
        'Current.Import.L1,Current.Import.L2,Power.Active.Import.L1,Power.Active.Import.L3,Voltage.L1-L2,Power.Active.Import',
    });
    await online.charge();
    online.bench.clock.advance(30_000);
    const values = valuesOf(await nextReading());
    expect(values).toMatchObject({
      'Current.Import/L2': 0,
      'Power.Active.Import/L1': 7360,
      'Power.Active.Import/L3': 0,
      'Power.Active.Import': 7360,
    });
    expect(values['Current.Import/L1']).toBeCloseTo(32.1, 1);
    expect(values['Voltage/L1-L2']).toBeCloseTo(397.2, 1);
  });

  it.each([
    'Nonsense',
    'SoC.L1',
    'Voltage.L4',
    'Energy.Active.Export.Register',
    Array.from({ length: 21 }, () => 'Voltage').join(','),
  ])('MeterValuesSampledData: Rejected for %s', async (value) => {
    online = await startOnline();
    expect(
      await online.ask('ChangeConfiguration', { key: 'MeterValuesSampledData', value }),
    ).toEqual({ status: 'Rejected' });
  });

  it.each([
    'MeterValuesSampledDataMaxLength',
    'MeterValuesAlignedDataMaxLength',
    'StopTxnSampledDataMaxLength',
    'StopTxnAlignedDataMaxLength',
  ])('%s: that many entries are taken, one more is Rejected', async (limitKey) => {
    online = await startOnline();
    const answer = await online.ask('GetConfiguration', { key: [limitKey] });
    // The answer was validated against its schema.
    const [limit] = answer.configurationKey as { value: string }[];
    const key = limitKey.replace('MaxLength', '');
    const list = (length: number) => Array.from({ length }, () => 'Voltage').join(',');
    const most = Number(limit?.value);
    const change = (value: string) => online.ask('ChangeConfiguration', { key, value });
    expect(await change(list(most))).toEqual({ status: 'Accepted' });
    expect(await change(list(most + 1))).toEqual({ status: 'Rejected' });
  });
});

describe('when', () => {
  it('MeterValueSampleInterval: changed during a transaction it re-times the samples, 0 ends them', async () => {
    online = await startOnline();
    await online.configure({ MeterValueSampleInterval: 300 });
    await online.charge();
    await online.configure({ MeterValueSampleInterval: 5 });
    online.bench.clock.advance(5000);
    await nextReading();
    await online.configure({ MeterValueSampleInterval: 0 });
    online.bench.clock.advance(600_000);
    await online.settled();
    expect(online.central.of('MeterValues')).toHaveLength(1);
  });

  it('MeterValuesSampledData: interval energy counts from one sample to the next', async () => {
    online = await startOnline({ vehicle: { maxPowerW: 3600 } });
    await online.configure({
      MeterValueSampleInterval: 10,
      MeterValuesSampledData: 'Energy.Active.Import.Interval,Energy.Active.Import.Register',
    });
    await online.charge();
    online.bench.clock.advance(20_000);
    expect(valuesOf(await nextReading())).toEqual({
      'Energy.Active.Import.Interval': 10,
      'Energy.Active.Import.Register': 10,
    });
    expect(valuesOf(await nextReading())).toEqual({
      'Energy.Active.Import.Interval': 10,
      'Energy.Active.Import.Register': 20,
    });
  });

  it('ClockAlignedDataInterval: at round moments, with and without a transaction, context Sample.Clock', async () => {
    online = await startOnline({ connectors: 2 });
    await online.configure({
      ClockAlignedDataInterval: 900,
      MeterValueSampleInterval: 0,
      MeterValuesAlignedData: 'Energy.Active.Import.Register,Energy.Active.Import.Interval',
    });
    await online.charge(1);
    online.bench.clock.advance(900_000);
    const running = await nextReading(1);
    const idle = await nextReading(2);
    expect(running).toMatchObject({
      transactionId: 1,
      meterValue: [{ timestamp: expect.stringMatching(/:(00|15|30|45):00\.000Z$/) }],
    });
    expect(samplesOf(running)[0]?.context).toBe('Sample.Clock');
    expect(idle).not.toHaveProperty('transactionId');
    online.bench.clock.advance(900_000);
    expect(valuesOf(await nextReading(1))['Energy.Active.Import.Interval']).toBe(5520);
  });

  it('MeterValuesAlignedData: empty, nothing aligned is sent', async () => {
    online = await startOnline();
    await online.configure({ ClockAlignedDataInterval: 60, MeterValuesAlignedData: '' });
    online.bench.clock.advance(120_000);
    await online.settled();
    expect(online.central.of('MeterValues')).toEqual([]);
  });

  it('TriggerMessage: MeterValues at once, context Trigger, with the transaction', async () => {
    online = await startOnline();
    await online.charge();
    await online.ask('TriggerMessage', { requestedMessage: 'MeterValues', connectorId: 1 });
    const reading = await nextReading();
    expect(reading.transactionId).toBe(1);
    expect(samplesOf(reading)[0]?.context).toBe('Trigger');
  });

  it('MeterValues: a fault that interrupts a transaction is read at its begin and its end', async () => {
    online = await startOnline();
    await online.configure({ MeterValueSampleInterval: 0 });
    await online.charge();
    await online.act({ action: 'fault', endsTransaction: false });
    await online.act({ action: 'clear-fault' });
    const [begin] = samplesOf(await nextReading());
    const [end] = samplesOf(await nextReading());
    expect([begin?.context, end?.context]).toEqual(['Interruption.Begin', 'Interruption.End']);
  });
});

describe('in StopTransaction', () => {
  it('StopTxnSampledData: begin, samples and end, with their contexts', async () => {
    online = await startOnline();
    await online.configure({ StopTxnSampledData: 'Energy.Active.Import.Register' });
    await online.charge();
    online.bench.clock.advance(60_000);
    await online.act({ action: 'unplug' });
    expect(kept(await nextStop()).map(({ context, value }) => `${context} ${value}`)).toEqual([
      'Transaction.Begin 0',
      'Sample.Periodic 184',
      'Sample.Periodic 368',
      'Transaction.End 368',
    ]);
  });

  it('StopTxnAlignedData: the readings aligned to the clock', async () => {
    online = await startOnline();
    await online.configure({
      ClockAlignedDataInterval: 60,
      StopTxnAlignedData: 'Power.Active.Import',
    });
    await online.charge();
    online.bench.clock.advance(60_000);
    await online.act({ action: 'unplug' });
    expect(kept(await nextStop())).toMatchObject([
      { context: 'Sample.Clock', measurand: 'Power.Active.Import', value: '22080.0' },
    ]);
  });

  it('StopTransactionMaxMeterValues: no more than that, the first and the last among them', async () => {
    online = await startOnline({ vehicle: { batteryKwh: 1000, startSoc: 0 } });
    await online.configure({ StopTxnSampledData: 'SoC,Energy.Active.Import.Register' });
    await online.charge();
    online.bench.clock.advance(120 * 30_000);
    await online.ask('RemoteStopTransaction', { transactionId: 1 });
    const contexts = kept(await nextStop()).map(({ context }) => context);
    expect(contexts).toHaveLength(200);
    expect(contexts.at(0)).toBe('Transaction.Begin');
    expect(contexts.at(-1)).toBe('Transaction.End');
  });
});

describe('the vehicle', () => {
  it('MeterValues: a battery of 10 kWh from 50 % takes 5 kWh, slower and slower above 80 %', async () => {
    online = await startOnline({ vehicle: { batteryKwh: 10, startSoc: 50, maxPowerW: 11_000 } });
    await online.charge();
    expect(online.connector()).toMatchObject({ powerW: 11_000, stateOfChargePercent: 50 });
    online.bench.clock.advance(20 * 60_000);
    const { powerW = 0, stateOfChargePercent = 0 } = online.connector();
    expect(powerW).toBeLessThan(8000);
    expect(powerW).toBeGreaterThan(1000);
    expect(stateOfChargePercent).toBeGreaterThan(80);
    online.bench.clock.advance(4 * 3_600_000);
    expect(online.connector()).toMatchObject({
      meterWh: 5000,
      powerW: 0,
      stateOfChargePercent: 100,
      status: 'SuspendedEV',
    });
  });

  it('MeterValues: a vehicle on two phases gets two thirds of what is offered', async () => {
    online = await startOnline({ vehicle: { phases: 2 } });
    await online.charge();
    expect(online.connector().powerW).toBe(14_720);
  });

  it('MeterValues: the register goes on where it was after a restart of the bench', async () => {
    online = await startOnline();
    await online.charge();
    online.bench.clock.advance(60_000);
    await online.act({ action: 'unplug' });
    await nextStop();
    await online.restartBench();
    expect(online.connector().meterWh).toBe(368);
  });

  it('Heartbeat: a clock that is set moves no energy', async () => {
    online = await startOnline();
    await online.charge();
    online.central.answers.set('Heartbeat', () => ({
      kind: 'result',
      payload: { currentTime: '2031-02-03T04:05:06Z' },
    }));
    await online.ask('TriggerMessage', { requestedMessage: 'Heartbeat' });
    await online.central.next('Heartbeat');
    await online.settled();
    expect(online.connector().meterWh).toBe(0);
  });
});
