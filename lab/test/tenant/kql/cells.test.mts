import { describe, expect, it } from 'vitest';
import { NOW, hunt, rowsOf, valueOf } from '../../support/huntResults.mts';

describe('KQL values', () => {
	it('a datetime → exact to 100 ns', () => {
		expect(valueOf('datetime(2026-01-01T10:00:00.1234567Z) + 1tick')).toBe('2026-01-01T10:00:00.1234568Z');
	});

	it('a long → every digit kept, wraps beyond 64 bits', () => {
		expect(valueOf('9007199254740993 + 0')).toBe(9007199254740993n);
		expect(valueOf('9223372036854775807 + 1')).toBe(-9223372036854775808n);
		expect(valueOf('9007199254740993 == 9007199254740992')).toBe(false);
		expect(valueOf('tostring(parse_json("{\\"id\\":9007199254740993}"))')).toBe('{"id":9007199254740993}');
	});

	it('division of longs → no fraction, null for division by zero', () => {
		expect(valueOf('7 / 2')).toBe(3);
		expect(valueOf('-7 / 2')).toBe(-3);
		expect(valueOf('7 / 0')).toBe(null);
		expect(valueOf('1.0 / 0')).toBe('Infinity');
	});

	it('a null string → the empty string', () => {
		expect(valueOf('tostring(dynamic(null))')).toBe('');
		expect(valueOf('extract("(x)", 1, "y")')).toBe('');
		expect(
			rowsOf('DeviceInfo | project DeviceName, OSBuild, Timestamp', { DeviceInfo: [{ DeviceName: null }] }),
		).toEqual([['', null, null]]);
	});

	it('a dynamic value → JSON, with instants as text', () => {
		expect(valueOf('dynamic({"a":[1, 2.5, datetime(2026-01-01), 1d, null, true], "10":1, "9":2})')).toEqual({
			a: [1, 2.5, '2026-01-01T00:00:00.0000000Z', '1.00:00:00', null, true],
			'10': 1,
			'9': 2,
		});
		expect(valueOf('parse_json("no json")')).toBe('no json');
	});

	it("now() and ago() → the tenant's clock", () => {
		expect(valueOf('now()')).toBe(NOW);
		expect(valueOf('ago(1d)')).toBe('2026-03-09T12:00:00.0000000Z');
		expect(valueOf('now() - ago(36h)')).toBe('1.12:00:00');
	});

	it('table cells of every type → read exactly', () => {
		const world = {
			DeviceEvents: [
				{
					Timestamp: '2026-01-01T00:00:00.1234567Z',
					ReportId: 9007199254740993n,
					IsProcessRemoteSession: true,
					AdditionalFields: '{"a":[1]}',
				},
			],
		};
		expect(hunt('DeviceEvents | project Timestamp, ReportId, IsProcessRemoteSession', world).rows).toEqual([
			['2026-01-01T00:00:00.1234567Z', 9007199254740993n, true],
		]);
	});

	it('a table cell of another type → an error that names its column', () => {
		expect(() => rowsOf('DeviceInfo', { DeviceInfo: [{ Timestamp: 5 }] })).toThrow(/DeviceInfo\.Timestamp/);
		expect(() => rowsOf('DeviceInfo', { NoSuchTable: [] })).toThrow(/NoSuchTable/);
	});
});
