import { describe, expect, it } from 'vitest';
import type {
	RefusedUpdate,
	SettledUpdate,
	TargetOutcome,
} from '../../../../defender/tasks/update/updateOutcome.ts';
import { reportUpdate } from '../../../../defender/tasks/update/updateReport.ts';
import { later } from '../../../support/scriptedApi.mts';
import { incident } from '../../../support/incidents.mts';

const source = incident({ id: '5' });
const merged = later(source, 1, { status: 'redirected', redirectIncidentId: '7' });
const target = incident({ id: '7' });
const failure = { message: 'No comment', description: 'Try again.' };

const refused: RefusedUpdate = {
	kind: 'refused',
	fields: { before: merged, after: merged, fields: [], notApplied: ['status'], inDoubt: false },
	refusal: { because: 'merged' },
	hasComment: true,
};
const resolved = later(source, 1, { status: 'resolved' });
const fields = {
	kind: 'settled',
	before: source,
	after: resolved,
	fields: ['status'],
	notApplied: [],
	contested: false,
} as const;
const atTarget = (comment: SettledUpdate['comment']): TargetOutcome => ({
	kind: 'ended',
	outcome: {
		kind: 'settled',
		fields: { ...fields, before: target, after: target, fields: [] },
		comment,
	},
});
const written = atTarget({ kind: 'written', comments: [] });
const inDoubt = atTarget({ kind: 'inDoubt', detail: undefined });
const failed: TargetOutcome = { kind: 'failed', message: 'Unreachable', effect: 'unknown' };

describe('report of an update of a merged incident', () => {
	const split = (there: TargetOutcome) =>
		reportUpdate({ kind: 'split', source: refused, targetId: '7', withheld: ['status'], target: there });
	const WITHHELD =
		'Incident 5 was merged into 7. Status was not changed: it was intended for incident 5, not for 7.';

	it('split update › comment written to the target → conflict without pending comment', () => {
		expect(split(written)).toMatchObject({
			outcome: 'conflict',
			incident: { id: '5' },
			redirectedTo: '7',
			notApplied: ['status'],
			reason: `${WITHHELD} Incident 7 received the comment.`,
			wrote: true,
		});
		expect(split(written)).not.toHaveProperty('pending');
	});

	it('split update › comment in doubt at the target → pending, with both reasons', () => {
		const { pending, reason } = split(inDoubt);
		expect(pending).toBe('comment');
		expect(reason).toBe(
			`${WITHHELD} The comment may have been stored, so it was not sent again: the response did not show it.`,
		);
	});

	it('split update › written at the merged incident before its merge → wrote, whatever the target did', () => {
		const source = { ...refused, fields: { ...refused.fields, fields: ['status'] } } as const;
		for (const target of [atTarget({ kind: 'notRequested' }), { ...failed, effect: 'none' }] as const)
			expect(reportUpdate({ kind: 'split', source, targetId: '7', withheld: ['status'], target }).wrote).toBe(
				true,
			);
	});

	it('split update › target failed → pending, and wrote only if the failure may have had an effect', () => {
		expect(split(failed)).toMatchObject({
			pending: 'comment',
			reason: `${WITHHELD} Updating incident 7 failed: Unreachable.`,
			wrote: true,
		});
		expect(split({ ...failed, effect: 'none' }).wrote).toBe(false);
	});

	it('followed update › target not found → conflict of the merged incident', () => {
		const refusal = { because: 'targetNotFound', targetId: '7', message: 'Not found' } as const;
		expect(reportUpdate({ ...refused, refusal })).toMatchObject({
			outcome: 'conflict',
			redirectedTo: '7',
			pending: 'comment',
			reason: 'Incident 5 was merged into 7. Updating incident 7 failed: Not found.',
		});
	});

	it('followed update › target settled → the target’s report with redirectedFrom', () => {
		if (written.kind !== 'ended') throw new Error('The fixture must be an outcome.');
		expect(reportUpdate({ kind: 'followed', from: '5', target: written.outcome })).toMatchObject({
			outcome: 'updated',
			incident: { id: '7' },
			redirectedFrom: '5',
		});
	});
});

describe('report of a comment after a merge', () => {
	const moved = (there: TargetOutcome) =>
		reportUpdate({ kind: 'commentAtTarget', fields, merged, targetId: '7', failure, target: there });
	const MERGED = 'Incident 5 was merged into 7 after its fields were written.';

	it('comment at target › written → updated, with the merged incident and its target', () => {
		expect(moved(written)).toMatchObject({
			outcome: 'updated',
			incident: { id: '5', status: 'redirected' },
			redirectedTo: '7',
			reason: `${MERGED} Incident 7 received the comment.`,
		});
	});

	it('comment at target › in doubt → partial, with the reason of the target', () => {
		expect(moved(inDoubt)).toMatchObject({
			outcome: 'partial',
			pending: 'comment',
			reason: `The comment may have been stored, so it was not sent again: the response did not show it. ${MERGED}`,
		});
	});

	it('comment at target › failed → partial, with the failure at the merged incident', () => {
		expect(moved(failed)).toMatchObject({
			outcome: 'partial',
			pending: 'comment',
			redirectedTo: '7',
			reason: 'No comment. Try again.',
		});
	});
});

describe('report of settled fields', () => {
	const settled = (more: Partial<SettledUpdate['fields']>) =>
		reportUpdate({ kind: 'settled', fields: { ...fields, ...more }, comment: { kind: 'notRequested' } });

	it('read-back older than the response → partial, and the change counts as accepted', () => {
		const { outcome, reason } = settled({ notApplied: ['status'], unverified: { because: 'outdated' } });
		expect(outcome).toBe('partial');
		expect(reason).toContain('accepted the change, but still returns an older state of incident 5');
	});

	it('other JSON in the response → its message and what the node did', () => {
		const unexpected = { kind: 'otherJson', message: 'The response is not an incident' } as const;
		expect(settled({ unexpected }).reason).toBe(
			'The response is not an incident, so the incident was read again and the change was not repeated.',
		);
	});
});
