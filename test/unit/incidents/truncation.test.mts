import { describe, expect, it } from 'vitest';
import type { Notice } from '../../../defender/core/notices.ts';
import { outputItems } from '../../../defender/incidents/outputs.ts';
import { incidentItem } from '../../../defender/incidents/simplify.ts';
import { withComments } from '../../../defender/incidents/truncation.ts';
import { AlertReader } from '../../../defender/tasks/read/alertReader.ts';
import { showGaps } from '../../../defender/tasks/read/showGaps.ts';
import { scriptedApi } from '../../support/scriptedApi.mts';
import { alert, evidence, incident } from '../../support/incidents.mts';

const ips = [evidence('ipEvidence', { ipAddress: '198.51.100.1' })];
const cut = (...collections: readonly string[]) =>
	incident({
		alerts: [alert({ evidence: ips })],
		truncated: Object.fromEntries(collections.map((name) => [name, 'it was refused'])),
	});
const marksOf = (item: object | undefined) =>
	Object.keys(item ?? {}).filter((name) => name.endsWith('Truncated'));
const LISTS = ['devices', 'accounts', 'users', 'files', 'messages', 'ips', 'urls', 'mailboxes'].map(
	(name) => `${name}Truncated`,
);

describe('item of an incident with a truncated collection', () => {
	it('Simplify on, alerts or evidence truncated → marked, with the lists derived from them', () => {
		expect(marksOf(incidentItem(cut('alerts'), true)).sort()).toEqual([...LISTS, 'alertsTruncated'].sort());
		expect(marksOf(incidentItem(cut('evidence'), true)).sort()).toEqual(
			[...LISTS, 'evidenceTruncated'].sort(),
		);
		expect(marksOf(incidentItem(cut(), true))).toEqual([]);
	});

	it('Simplify off → marked, without the internal field and with all other fields', () => {
		const item = incidentItem(cut('alerts', 'comments'), false);
		expect(item).toMatchObject({ alertsTruncated: true, commentsTruncated: true, status: 'active' });
		expect(item).not.toHaveProperty('truncated');
		expect(item['alerts']).toHaveLength(1);
	});

	it('alerts not shown → only the shown collection is marked', () => {
		const hidden = { ...cut('alerts', 'evidence', 'comments'), alerts: 'notRead' as const };
		for (const simplify of [true, false])
			expect(marksOf(incidentItem(hidden, simplify))).toEqual(['commentsTruncated']);
	});

	it('one alert truncated → that alert is marked', () => {
		const one = incident({ alerts: [alert({ evidenceTruncated: true })] });
		expect(incidentItem(one, true)).toMatchObject({ alerts: [{ evidenceTruncated: true }] });
	});

	it('Output Alerts or Evidence → every item marked, and one item for an empty list', () => {
		const items = outputItems([cut('alerts', 'evidence')], { kind: 'evidence' });
		expect(items).toMatchObject([{ value: '198.51.100.1', alertsTruncated: true, evidenceTruncated: true }]);
		expect(outputItems([cut('alerts')], { kind: 'alerts' })).toMatchObject([{ alertsTruncated: true }]);
		const empty = { ...cut('evidence'), alerts: [alert()] };
		expect(outputItems([{ ...empty, alerts: [] }], { kind: 'evidence' })).toMatchObject([
			{ incidentId: '48213', evidenceTruncated: true },
		]);
		expect(outputItems([incident({ alerts: [] })], { kind: 'evidence' })).toEqual([]);
	});
});

describe('hint about a truncated collection', () => {
	const hintsOf = (one: ReturnType<typeof cut>) => {
		const notices: Notice[] = [];
		showGaps([{ incident: one, mergedFrom: [] }], (notice) => notices.push(notice));
		return notices.map(({ text }) => text);
	};

	it('truncated alerts → incident, collection, reason and marker field', () => {
		expect(hintsOf(cut('alerts'))).toEqual([
			'Only part of the alerts of incident 48213 was read, because it was refused. Its item contains alertsTruncated.',
		]);
		expect(hintsOf({ ...cut('alerts'), alerts: 'notRead' })).toEqual([]);
	});

	it('alerts read separately → their marker added, marker of comments kept', async () => {
		const api = scriptedApi({ gets: [cut('alerts')] });
		const listed = incident({ truncated: { comments: 'why' } });
		const [filled] = await new AlertReader(api).addAlerts([listed], undefined);
		expect(filled?.truncated).toEqual({ comments: 'why', alerts: 'it was refused' });
	});

	it('newer list of comments → its marker replaces the older one', () => {
		const older = cut('comments', 'alerts');
		expect(withComments(older, { comments: [] }).truncated).toEqual({ alerts: 'it was refused' });
		expect(withComments(cut('comments'), { comments: [] })).not.toHaveProperty('truncated');
	});
});
