import { describe, expect, it } from 'vitest';
import {
	unmetConditions,
	readDecidedState,
	noConditions,
	type Conditions,
} from '../../../defender/incidents/conditions.ts';
import type { Incident } from '../../../defender/incidents/incident.ts';
import { thrown } from '../../support/defenderErrors.mts';
import { at, incident } from '../../support/incidents.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const broken = (conditions: Partial<Conditions>, fresh: Partial<Incident> = {}) =>
	unmetConditions({ ...noConditions, ...conditions }, incident(fresh)).map(
		({ condition, found, expected }) => [condition, found, expected],
	);
const input = {
	id: '48213',
	status: 'active',
	assignedTo: 'Ann@x.example',
	classification: 'unknown',
	determination: 'unknown',
	severity: 'high',
};
const sameAs = readDecidedState(input, '48213');
const unowned = readDecidedState({ ...input, assignedTo: null }, '48213');
const merged = { status: 'redirected', redirectIncidentId: '7' };

describe('update conditions', () => {
	eachRow<[string, Partial<Conditions>, Partial<Incident>]>([
		['no condition', {}, { status: 'resolved', assignedTo: 'a@x.example' }],
		['one of the statuses', { status: ['active', 'inProgress'] }, { status: 'inProgress' }],
		['no owner', { unassigned: true }, {}],
		['nobody at work', { untouched: true }, {}],
		['the input’s state', { sameAs }, { assignedTo: 'ann@X.EXAMPLE' }],
		['the input’s absent owner', { sameAs: unowned }, {}],
		['no later update', { unchangedSince: at('2026-11-22T02:00:00Z') }, {}],
		['nobody at work, merged', { untouched: true }, merged],
		['the input’s state, merged', { sameAs: unowned }, merged],
	])('conditions that are true → none unmet', (_, conditions, fresh) => {
		expect(broken(conditions, fresh)).toEqual([]);
	});

	eachRow<[Partial<Conditions>, Partial<Incident>, readonly (string | undefined)[]]>([
		[
			{ status: ['active', 'inProgress'] },
			{ status: 'resolved' },
			['status', 'resolved', 'active or inProgress'],
		],
		[{ status: ['active'] }, merged, ['status', 'redirected', 'active']],
		[{ unassigned: true }, { assignedTo: 'b' }, ['unassigned', 'assignedTo b', undefined]],
		[
			{ untouched: true },
			{ status: 'inProgress', assignedTo: 'b', classification: 'falsePositive' },
			['untouched', 'status inProgress, assignedTo b, classification falsePositive', undefined],
		],
		[{ untouched: true }, { ...merged, assignedTo: 'b' }, ['untouched', 'assignedTo b', undefined]],
		[{ sameAs: unowned }, { status: 'inProgress' }, ['sameAsInput', 'status inProgress', 'active']],
		[{ sameAs: unowned }, { assignedTo: 'b' }, ['sameAsInput', 'assignedTo b', 'nobody']],
		[{ sameAs }, { assignedTo: null }, ['sameAsInput', 'assignedTo nobody', 'Ann@x.example']],
		[
			{ sameAs: unowned },
			{ classification: 'truePositive' },
			['sameAsInput', 'classification truePositive', 'unknown'],
		],
		[{ sameAs: unowned }, { determination: 'malware' }, ['sameAsInput', 'determination malware', 'unknown']],
		[{ sameAs: unowned }, { severity: 'low' }, ['sameAsInput', 'severity low', 'high']],
		[
			{ unchangedSince: at('2026-11-22T01:59:59.9999999Z') },
			{},
			['unchangedSince', 'last update 2026-11-22T02:00:00.0000000Z', '2026-11-22T01:59:59.9999999Z'],
		],
	])('condition that is false → found and expected values', (conditions, fresh, expected) => {
		expect(broken(conditions, fresh)).toEqual([expected]);
	});

	it('several false conditions → all listed', () => {
		const found = broken({ status: ['active'], unassigned: true }, { status: 'resolved', assignedTo: 'b' });
		expect(found.map(([condition]) => condition)).toEqual(['status', 'unassigned']);
	});
});

describe('Same as Input › input item', () => {
	eachRow(['status', 'assignedTo', 'classification', 'determination', 'severity'])(
		'field missing → refused by name',
		(field) => {
			const error = thrown(() => readDecidedState({ ...input, [field]: undefined }, '48213'));
			expect(error.reason).toEqual({ kind: 'invalidInput', field: 'onlyIf.sameAsInput' });
			expect(error.message).toBe(`Same as Input needs ${field} in the input item`);
		},
	);

	eachRow([
		['status', null],
		['severity', 7],
		['assignedTo', 7],
	])('field of another type → refused by name', (field, value) => {
		expect(thrown(() => readDecidedState({ ...input, [field]: value }, '48213')).message).toContain(field);
	});

	it('item of another incident → refused', () => {
		expect(thrown(() => readDecidedState(input, '1')).message).toBe(
			'Same as Input: the input item is incident "48213", not 1',
		);
	});

	eachRow([undefined, null, 48213, ' 48213 ', '048213', '48213\n'])(
		'ID missing or written differently → accepted',
		(id) => {
			expect(readDecidedState({ ...input, id }, '48213')).toMatchObject({
				status: 'active',
				severity: 'high',
			});
		},
	);
});
