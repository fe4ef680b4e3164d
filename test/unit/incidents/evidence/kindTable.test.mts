import { describe, expect, it } from 'vitest';
import { evidenceItems } from '../../../../defender/incidents/evidence/evidenceItems.ts';
import { kindTable } from '../../../../defender/incidents/evidence/kindTable.ts';
import { splitEvidence } from '../../../../defender/incidents/evidence/evidencePiece.ts';
import { entityTypes, iocTypes } from '../../../../defender/incidents/evidence/evidenceVocabulary.ts';
import { allProperties, unfold } from '../../../../lab/tenant/graph/model.mts';
import { evidenceTypes, fullEvidence } from '../../../support/evidenceModel.mts';
import { alert, evidence } from '../../../support/incidents.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const ADDRESS = /^(?:ipAddress|senderIp|senderIP)$/;
const full = (type: string) =>
	fullEvidence(type, (name) => (ADDRESS.test(name) ? '198.51.100.7' : `${name} of ${type}`));
const itemsOf = (type: string) => evidenceItems('48213', [alert({ evidence: [evidence(type, full(type))] })]);

describe('evidence types › published model', () => {
	it('list of types → all 48 known, no other', () => {
		expect(evidenceTypes).toHaveLength(48);
		expect([...kindTable.keys()].sort()).toEqual([...evidenceTypes].sort());
	});

	eachRow(evidenceTypes)('every type → values and parts read where the model has them', (type) => {
		const raw = full(type);
		const kind = kindTable.get(type);
		for (const rule of [...(kind?.own ?? []), ...(kind?.mentions ?? [])]) {
			const [name = ''] = rule.at.split('.');
			const found = splitEvidence(
				name === '' ? raw : { '@odata.type': raw['@odata.type'], [name]: raw[name] },
			);
			const values = found.flatMap(({ own, mentioned }) => [...own, ...mentioned]);
			expect(values.length, `values at "${rule.at}"`).toBeGreaterThan(0);
		}
		for (const [name, declared] of Object.entries(kind?.parts ?? {})) {
			expect(unfold(allProperties(type)[name]?.type ?? '').item, `type of the part ${name}`).toBe(declared);
			expect(splitEvidence({ '@odata.type': raw['@odata.type'], [name]: raw[name] })).not.toHaveLength(1);
		}
	});

	eachRow(evidenceTypes)('every type → only words of the vocabulary', (type) => {
		const items = itemsOf(type);
		expect(items[0]?.entityType).toBe(kindTable.get(type)?.entityType);
		for (const { entityType, iocType } of items) {
			expect(entityTypes).toContain(entityType);
			if (iocType !== null) expect(iocTypes).toContain(iocType);
		}
		expect(items.map(({ iocType }) => iocType)).not.toContain('other');
	});

	it('all types together → every word of the vocabulary', () => {
		const all = evidenceTypes.flatMap((type) => itemsOf(type));
		const ipv6 = evidenceItems('1', [
			alert({
				evidence: [evidence('ipEvidence', { ipAddress: '::1' }), evidence('ipEvidence', { ipAddress: '?' })],
			}),
		]);
		const md5 = [{ algorithm: 'sha1' }, { algorithm: 'sha256' }].map((more) =>
			evidence('fileHashEvidence', { ...more, value: 'aa' }),
		);
		const used = [...all, ...ipv6, ...evidenceItems('1', [alert({ evidence: md5 })])];
		expect([...new Set(used.map(({ entityType }) => entityType))].sort()).toEqual([...entityTypes].sort());
		const named = new Set(used.flatMap(({ iocType }) => iocType ?? []));
		expect([...named].sort()).toEqual([...iocTypes].sort());
	});
});

describe('evidence of an unknown type', () => {
	it('any content → one item with its type and all content', () => {
		const raw = evidence('quantumEvidence', { qubit: { ipAddress: '198.51.100.7' }, verdict: 'malicious' });
		expect(evidenceItems('48213', [alert({ evidence: [raw] })])).toMatchObject([
			{
				entityType: '#microsoft.graph.security.quantumEvidence',
				iocType: null,
				value: null,
				verdict: 'malicious',
				incidentId: '48213',
				evidence: raw,
			},
		]);
	});

	eachRow(['', 'fileEvidence', '#microsoft.graph.fileEvidence', '#microsoft.graph.security.__proto__'])(
		'similar type name → not mistaken for a known type',
		(type) => {
			const raw = { '@odata.type': type, verdict: 'unknown', fileDetails: { sha256: 'aa' } };
			const [item, ...others] = evidenceItems('1', [alert({ evidence: [raw] })]);
			expect(others).toEqual([]);
			expect(item).toMatchObject({ entityType: type, value: null, evidence: raw });
		},
	);
});

describe('evidence of an unexpected shape', () => {
	const shapes = [null, 7, true, 'text', [], [[]], {}, [null, 7, 'text', {}], { '@odata.type': 7 }];

	eachRow(evidenceTypes)('every type, every shape → at least one item with all content', (type) => {
		const properties = Object.keys(allProperties(type));
		for (const shape of shapes) {
			const raw = evidence(type, Object.fromEntries(properties.map((name) => [name, shape])));
			const items = evidenceItems('1', [alert({ evidence: [raw] })]);
			expect(items.some((item) => item.evidence === raw)).toBe(true);
		}
	});
});
