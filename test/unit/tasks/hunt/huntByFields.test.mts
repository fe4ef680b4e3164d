import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../../../defender/core/instant.ts';
import { NO_VALUES } from '../../../../defender/hunting/library/huntValues.ts';
import { huntByFields, type FieldsHunt } from '../../../../defender/tasks/hunt/huntByFields.ts';
import { defenderError } from '../../../support/defenderErrors.mts';
import { START } from '../../../support/fakeHost.mts';
import { at } from '../../../support/incidents.mts';
import { huntOf, libraryFixture, resultSettings, unknownTable } from '../../../support/libraryRun.mts';

const DAY = 86_400_000;
const settingsOf = (id: string, more: Partial<FieldsHunt> = {}): FieldsHunt => ({
	...resultSettings,
	hunt: huntOf(id),
	fields: { ...NO_VALUES, devices: 'd', users: 'u', ips: '198.51.100.7' },
	period: {
		timeRange: { kind: 'last', amount: 7, unit: 'days' },
		around: undefined,
		margins: { before: 60, after: 30 },
	},
	readInstant: (value) => parseInstant(String(value)),
	...more,
});
const instantText = (millis: number) => new Date(millis).toISOString().replace('Z', '0000Z');

describe('library hunt by fields › time range', () => {
	it('last 7 days → in the KQL, no Timespan, the end open', async () => {
		const { api, run, queries } = libraryFixture(() => []);
		const result = await huntByFields(api, settingsOf('script-abuse'), run);
		expect(queries[0]).toContain(
			`let _p_from=datetime(${instantText(START - 7 * DAY)});let _p_to=datetime(${instantText(START)});`,
		);
		expect(result).toMatchObject({ kind: 'done', windowOpen: true });
	});

	it('around a time → with its margins, also if the hunt has a time range; other hunts ignore it', async () => {
		const { api, run, queries } = libraryFixture(() => []);
		const period = { ...settingsOf('script-abuse').period, around: at('2026-11-20T10:00:00Z') };
		await huntByFields(api, settingsOf('device-timeline', { period }), run);
		expect(queries[0]).toContain(
			'datetime(2026-11-20T09:00:00.0000000Z);let _p_to=datetime(2026-11-20T10:30:00.0000000Z)',
		);
		await huntByFields(api, settingsOf('script-abuse', { period }), run);
		expect(queries[1]).toContain(`let _p_to=datetime(${instantText(START)})`);
	});

	it('start more than 30 days ago → runs, with a hint', async () => {
		const { api, run, notices } = libraryFixture(() => []);
		const period = {
			...settingsOf('script-abuse').period,
			timeRange: { kind: 'last', amount: 60, unit: 'days' } as const,
		};
		await huntByFields(api, settingsOf('script-abuse', { period }), run);
		expect(notices.map(({ topic }) => topic)).toEqual(['timeRange']);
	});

	it('API default → 30 days; range before year 1900 → refused', async () => {
		const { api, run, queries } = libraryFixture(() => []);
		const period = settingsOf('script-abuse').period;
		const byDefault = { ...period, timeRange: { kind: 'apiDefault' } as const };
		await huntByFields(api, settingsOf('script-abuse', { period: byDefault }), run);
		expect(queries[0]).toContain(`let _p_from=datetime(${instantText(START - 30 * DAY)})`);
		const early = {
			...period,
			timeRange: { kind: 'between', from: at('1500-01-01T00:00:00Z'), to: undefined } as const,
		};
		const error = await defenderError(huntByFields(api, settingsOf('script-abuse', { period: early }), run));
		expect(error.reason).toMatchObject({ kind: 'invalidInput' });
	});
});

describe('library hunt by fields › missing tables', () => {
	it('replacement exists → one more request; remembered for the next hunt', async () => {
		const { api, run, queries } = libraryFixture((query) =>
			query.includes('EntraIdSignInEvents') ? unknownTable('EntraIdSignInEvents') : [],
		);
		expect(await huntByFields(api, settingsOf('password-spray'), run)).toMatchObject({
			kind: 'done',
			omitted: [],
		});
		await huntByFields(api, settingsOf('password-spray'), run);
		expect(queries).toHaveLength(3);
	});

	it('no replacement → skipped with the product', async () => {
		const { api, run } = libraryFixture(() => unknownTable('DeviceProcessEvents'));
		expect(await huntByFields(api, settingsOf('script-abuse'), run)).toMatchObject({
			kind: 'skipped',
			reason:
				'The tenant does not have the table DeviceProcessEvents, because Microsoft Defender for Endpoint P2 is not licensed or not set up.',
		});
	});

	it('branch of a union → the hunt runs without it, with a hint', async () => {
		const { api, run, notices } = libraryFixture((query) =>
			query.includes('isfuzzy') ? [{ Timestamp: 't' }] : unknownTable('UrlClickEvents'),
		);
		const result = await huntByFields(api, settingsOf('indicator-contacts'), run);
		expect(result).toMatchObject({ kind: 'done', omitted: ['UrlClickEvents'] });
		expect(notices.map(({ text }) => text)).toEqual([
			'The tenant does not have UrlClickEvents, so the hunt ran without it.',
		]);
	});

	it('the same table reported again → Microsoft’s error instead of an endless loop', async () => {
		const { api, run, queries } = libraryFixture(() => unknownTable('UrlClickEvents'));
		const error = await defenderError(huntByFields(api, settingsOf('indicator-contacts'), run));
		expect(error.reason.kind).toBe('rejected');
		expect(queries).toHaveLength(2);
	});
});

describe('library hunt by fields › values', () => {
	it('no value → refused before any request', async () => {
		const { api, run, requests } = libraryFixture(() => []);
		const error = await defenderError(
			huntByFields(api, settingsOf('script-abuse', { fields: NO_VALUES }), run),
		);
		expect(error.message).toBe('The hunt "script-abuse" has no value to search for');
		expect(error.description).toContain('Devices');
		expect(requests).toEqual([]);
	});
});
