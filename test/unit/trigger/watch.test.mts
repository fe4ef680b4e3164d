import { describe, expect, it } from 'vitest';
import { watchedFields, hashWatch } from '../../../defender/trigger/watch.ts';
import { EVERYTHING } from '../../../defender/incidents/query.ts';
import { watchOf } from '../../support/classifiedChange.mts';

describe('watch of a trigger', () => {
	it('filters and events → hash independent of their order, and the fields to compare', () => {
		expect(hashWatch(watchOf(['created', 'merged']))).toBe(hashWatch(watchOf(['merged', 'created'])));
		expect(hashWatch(watchOf(['created']))).not.toBe(hashWatch(watchOf(['merged'])));
		const filtered = watchOf(['created'], { query: { ...EVERYTHING, severity: ['high'] } });
		expect(hashWatch(watchOf(['created']))).not.toBe(hashWatch(filtered));
		expect([...watchedFields(watchOf(['created']))]).toEqual([]);
		expect(watchedFields(watchOf(['created'], { ownChanges: 'mark' })).size).toBe(13);
	});
});
