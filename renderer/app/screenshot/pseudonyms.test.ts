import { describe, expect, it } from 'vitest';
import { contract } from '../../../shared/api/contract.ts';
import { createPseudonyms, isReveal } from './pseudonyms.ts';

const plantedTag = 'CANARY-TAG';
const call = `[2,"1","StartTransaction",{"connectorId":1,"idTag":"${plantedTag}","timestamp":"2026-01-01T12:34:56Z"}]`;

describe('screenshot mode', () => {
  it('gives a value the same stand-in everywhere, and another value another', () => {
    const names = createPseudonyms();
    const stations = names.hide([{ id: 'CANARY 1' }, { id: 'CANARY-2' }], ['csms', 'stations']);
    expect(stations).toEqual([{ id: 'hidden-station-1' }, { id: 'hidden-station-2' }]);
    expect(names.hide({ url: 'ws://192.0.2.7:9000/CANARY%201' }, ['csms', 'get'])).toEqual({
      url: 'ws://hidden-address-1:9000/hidden-station-1',
    });
  });

  it('puts what a screen sends right again', () => {
    const names = createPseudonyms();
    names.hide([{ id: 'CANARY-1', serialNumber: 'SN 7' }], ['csms', 'stations']);
    expect(names.restore({ id: 'hidden-station-1', filter: 'cp:hidden-station-1' })).toEqual({
      id: 'CANARY-1',
      filter: 'cp:CANARY-1',
    });
    expect(names.restore({ serialNumber: 'hidden-serial-1' })).toEqual({ serialNumber: 'SN 7' });
  });

  it('finds names in recorded JSON, certificates, addresses and keys by their shape', () => {
    const names = createPseudonyms();
    const frame = {
      kind: 'message',
      messageType: 'call',
      action: 'StartTransaction',
      summary: `tag ${plantedTag}`,
      text: call,
      base64: 'Q0FOQVJZ',
    };
    const certificate = {
      subject: {
        text: 'CN=CANARY-SUBJECT, O=CANARY Company, C=DE',
        attributes: [
          { name: 'CN', value: 'CANARY-SUBJECT' },
          { name: 'O', value: 'CANARY Company' },
          { name: 'C', value: 'DE' },
        ],
      },
      serialNumber: '0CA4A51',
      fingerprintSha256: 'ab'.repeat(32),
      subjectAlternativeNames: [{ type: 'ip', value: '10.9.8.7' }],
      pem: '-----BEGIN CERTIFICATE-----\nCANARY\n-----END CERTIFICATE-----\n',
    };
    const text = JSON.stringify(
      names.hide({ frame, certificate, from: '10.9.8.7', v6: '[2001:db8::7]:9000' }, [
        'frames',
        'get',
      ]),
    );
    for (const planted of ['CANARY', '0CA4A51', 'abab', '10.9.8.7', '2001:db8', 'Q0FO']) {
      expect([planted, text.includes(planted)]).toEqual([planted, false]);
    }
    expect(text).toContain('2026-01-01T12:34:56Z');
    expect(text).toContain('StartTransaction');
  });

  it('reveals nothing', () => {
    const procedures = Object.entries(contract).flatMap(([room, known]) =>
      Object.keys(known).map((name) => [room, name]),
    );
    const reveals = procedures.filter(isReveal).map((path) => path.join('.'));
    expect(reveals).toEqual(
      expect.arrayContaining(['csms.revealAuthorizationKey', 'files.revealTransfer']),
    );
    expect(isReveal(['frames', 'reveal'])).toBe(true);
    expect(isReveal(['secrets', 'reveals'])).toBe(false);
  });

  it('leaves alone what names nobody', () => {
    const names = createPseudonyms();
    const answer = { status: 'Accepted', address: '127.0.0.1', host: '0.0.0.0', at: '12:34:56' };
    names.hide({ idTag: 'Accepted' }, ['csms', 'idTags']);
    expect(names.hide(answer, ['csms', 'get'])).toEqual(answer);
    const file = new Blob(['x']);
    expect(names.hide(file, ['pki', 'rsaRoot'])).toBe(file);
  });

  it('replaces a short name as a value of its own, not inside of words', () => {
    const names = createPseudonyms();
    const shown = names.hide({ station: 'A1', text: 'A1 has A100' }, ['frames', 'get']);
    expect(shown).toEqual({ station: 'hidden-station-1', text: 'A1 has A100' });
  });
});
