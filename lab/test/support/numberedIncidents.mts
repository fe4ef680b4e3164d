import type { GraphCaller } from './graphCaller.mts';

/** Adds incidents 1, 2, 3 …: created in that order, updated in the opposite order, severity low and high in turn. */
export function addNumberedIncidents({ tenant }: GraphCaller, count: number): void {
	for (let index = 1; index <= count; index += 1) {
		tenant.incidents.create({
			id: String(index),
			severity: index % 2 ? 'low' : 'high',
			createdDateTime: `2026-11-20T10:${String(index).padStart(2, '0')}:00.0000000Z`,
			lastUpdateDateTime: `2026-11-21T10:${String(60 - index).padStart(2, '0')}:00.0000000Z`,
		});
	}
}
