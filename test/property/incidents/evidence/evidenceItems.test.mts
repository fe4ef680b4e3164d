import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evidenceItems, type EvidenceItem } from '../../../../defender/incidents/evidence/evidenceItems.ts';
import {
	allProperties,
	enumMembers,
	NAMESPACE,
	typeNames,
	unfold,
} from '../../../../lab/tenant/graph/model.mts';
import { evidenceTypes } from '../../../support/evidenceModel.mts';
import { comparedKinds, scannedValues, spelled, verdictsOn } from '../../../support/evidenceOracle.mts';
import { hostileStrings } from '../../../../lab/test/support/hostileStrings.mts';
import { alert, evidence } from '../../../support/incidents.mts';

const RUNS = { seed: 20261122, numRuns: 150 };
const DEEPEST = 3;
const ADDRESSES = ['10.0.0.1', '8.8.4.4', '2001:db8::1', '::ffff:10.0.0.1', 'fe80::1%eth0'];

/** Few values, so that the same one is named in many places. */
const text = fc.oneof(
	{ weight: 6, arbitrary: fc.constantFrom('A', 'a', 'B', 'https://x.example/', ...ADDRESSES) },
	{ weight: 2, arbitrary: fc.constantFrom(...hostileStrings.map((one) => one.text)) },
);

function anyOf(type: string, depth: number): fc.Arbitrary<unknown> {
	if (type === 'Edm.String' || type === 'Edm.Guid') return text;
	const members = enumMembers(type);
	if (members !== undefined) return fc.constantFrom(...members, 'veryNewMember');
	if (type.startsWith('Edm.')) return fc.constantFrom<unknown>(7, true, '2026-11-22T01:00:00Z', null);
	if (!typeNames.includes(type) || depth > DEEPEST) return fc.constant(null);
	if (type === 'alertEvidence')
		return fc.constantFrom('ipEvidence', 'urlEvidence').chain((one) => piece(one, depth, true));
	return piece(type, depth);
}

/** Evidence of a type as its model allows it, any part of it missing; inside other evidence often without its type's name. */
function piece(type: string, depth = 0, mustTell = depth === 0): fc.Arbitrary<Record<string, unknown>> {
	const properties = Object.entries(allProperties(type)).map(
		([name, declared]): [string, fc.Arbitrary<unknown>] => {
			const { item, collection } = unfold(declared.type);
			const one = anyOf(item, depth + 1);
			return [name, collection ? fc.array(one, { maxLength: 2 }) : fc.option(one, { freq: 8 })];
		},
	);
	const named = { '@odata.type': `#${NAMESPACE}.${type}` };
	return fc
		.tuple(fc.record(Object.fromEntries(properties)), fc.boolean())
		.map(([record, isNamed]) =>
			evidenceTypes.includes(type) && (isNamed || mustTell) ? { ...named, ...record } : record,
		);
}

const alerts = fc
	.array(
		fc.array(
			fc.constantFrom(...evidenceTypes).chain((type) => piece(type)),
			{ maxLength: 4 },
		),
		{ maxLength: 4 },
	)
	.map((lists) =>
		lists.map((list, index) =>
			alert({ id: `a${index}`, evidence: list.map((raw) => ({ ...evidence('x'), ...raw })) }),
		),
	);

const kindOf = ({ iocType }: EvidenceItem) =>
	iocType === 'ipv4' || iocType === 'ipv6' ? 'ip' : (iocType ?? '');

it('evidence items › any evidence → every value that a type-blind scan finds, once', () => {
	fc.assert(
		fc.property(alerts, (given) => {
			const items = evidenceItems('1', given).filter(({ iocType }) => comparedKinds.has(iocType ?? ''));
			const ours = items.map((item) => spelled(kindOf(item), item.value ?? ''));
			const scanned = [...scannedValues(given.map((one) => one.evidence))];
			const wanted = scanned.filter((one) => comparedKinds.has(one.split(' ')[0] ?? ''));
			expect([...new Set(ours)].sort()).toEqual(wanted.sort());
			expect(new Set(ours).size).toBe(ours.length);
		}),
		RUNS,
	);
});

it('evidence items › any evidence → each IP address has its worst verdict, and each value names all its alerts', () => {
	const order = ['noThreatsFound', 'unknown', 'suspicious', 'malicious'];
	const rank = (verdict: string) => (order.includes(verdict) ? order.indexOf(verdict) : 1.5);
	fc.assert(
		fc.property(alerts, (given) => {
			for (const item of evidenceItems('1', given)) {
				if (item.entityType === 'ip' && item.value !== null) {
					const ranks = verdictsOn(
						item.value ?? '',
						given.map((one) => one.evidence),
					).map(rank);
					expect(rank(item.verdict)).toBe(ranks.length === 0 ? 1 : Math.max(...ranks));
				}
				if (!comparedKinds.has(item.iocType ?? '')) continue;
				const key = spelled(kindOf(item), item.value ?? '');
				const naming = given.filter((one) => scannedValues(one.evidence).has(key));
				expect(item.alertIds).toEqual(naming.map(({ id }) => id));
			}
		}),
		RUNS,
	);
});

it('evidence items › any evidence → every alert with evidence has an item, and the input is unchanged', () => {
	fc.assert(
		fc.property(alerts, (given) => {
			const before = structuredClone(given);
			const items = evidenceItems('1', given);
			for (const { id, evidence: pieces } of given)
				if (pieces.length > 0) expect(items.some(({ alertIds }) => alertIds.includes(id))).toBe(true);
			expect(given).toEqual(before);
		}),
		RUNS,
	);
});
