import { describe, expect, it } from 'vitest';
import { NOW, hunt, rowsOf, valueOf } from '../../support/huntResults.mts';

describe('values in an answer', () => {
	it('keeps 100 ns of a datetime', () => {
		expect(valueOf('datetime(2026-01-01T10:00:00.1234567Z) + 1tick')).toBe('2026-01-01T10:00:00.1234568Z');
	});

	it('keeps every digit of a long and wraps beyond 64 bits', () => {
		expect(valueOf('9007199254740993 + 0')).toBe(9007199254740993n);
		expect(valueOf('9223372036854775807 + 1')).toBe(-9223372036854775808n);
		expect(valueOf('9007199254740993 == 9007199254740992')).toBe(false);
		expect(valueOf('tostring(parse_json("{\\"id\\":9007199254740993}"))')).toBe('{"id":9007199254740993}');
	});

	it('divides longs without a fraction and gives null for division by zero', () => {
		expect(valueOf('7 / 2')).toBe(3);
		expect(valueOf('-7 / 2')).toBe(-3);
		expect(valueOf('7 / 0')).toBe(null);
		expect(valueOf('1.0 / 0')).toBe('Infinity');
	});

	it('never has a null string', () => {
		expect(valueOf('tostring(dynamic(null))')).toBe('');
		expect(valueOf('extract("(x)", 1, "y")')).toBe('');
		expect(
			rowsOf('DeviceInfo | project DeviceName, OSBuild, Timestamp', { DeviceInfo: [{ DeviceName: null }] }),
		).toEqual([['', null, null]]);
	});

	it('gives dynamic values as JSON, with instants as text', () => {
		expect(valueOf('dynamic({"a":[1, 2.5, datetime(2026-01-01), 1d, null, true], "10":1, "9":2})')).toEqual({
			a: [1, 2.5, '2026-01-01T00:00:00.0000000Z', '1.00:00:00', null, true],
			'10': 1,
			'9': 2,
		});
		expect(valueOf('parse_json("no json")')).toBe('no json');
	});

	it("reads the tenant's clock", () => {
		expect(valueOf('now()')).toBe(NOW);
		expect(valueOf('ago(1d)')).toBe('2026-03-09T12:00:00.0000000Z');
		expect(valueOf('now() - ago(36h)')).toBe('1.12:00:00');
	});

	it('reads every type of the practice world', () => {
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

	it('refuses a world whose cell is not of its type', () => {
		expect(() => rowsOf('DeviceInfo', { DeviceInfo: [{ Timestamp: 5 }] })).toThrow(/DeviceInfo\.Timestamp/);
		expect(() => rowsOf('DeviceInfo', { NoSuchTable: [] })).toThrow(/NoSuchTable/);
	});
});
