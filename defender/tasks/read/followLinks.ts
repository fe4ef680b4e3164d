import type { IncidentList } from './incidentLister';
import type { ScannedIncidents } from './scannedIncidents';

/**
 * Follows the links of a list until two reads agree. Links count rows, so a row that leaves meanwhile hides another one; but
 * the next read then lacks the row that left. Two reads with the same rows therefore missed none.
 * @param startList begins the list again; it adds the first page to `scanned`
 * @param isOver asked after each page; true ends reading
 * @returns the number of reads
 */
export async function followLinks(
	startList: () => Promise<IncidentList>,
	scanned: ScannedIncidents,
	isOver: () => boolean,
): Promise<number> {
	let previous: string | undefined;
	for (let reads = 1; ; reads += 1) {
		const { firstPage, followingPages } = await startList();
		const ids = firstPage.incidents.map(({ id }) => id);
		if (firstPage.next === undefined || isOver()) return reads;
		for (;;) {
			if (reads === 1 && scanned.mustStop()) return reads;
			const { value: page } = await followingPages.next();
			if (page === undefined) break;
			scanned.add(page.incidents);
			ids.push(...page.incidents.map(({ id }) => id));
			if (isOver()) return reads;
		}
		const rows = [...new Set(ids)].sort().join();
		if (rows === previous) return reads;
		previous = rows;
	}
}
