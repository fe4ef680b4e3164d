import { incidentById, our, type Bench } from '../../support/practice.mts';

/** Items of a trigger that reports new incidents: the incidents as they are now, with alerts. */
export async function deliveredItems(bench: Bench, items: readonly object[]): Promise<readonly object[]> {
	const incidentId = incidentById('={{ $json.id }}');
	const options = { includeAlerts: true, merged: 'keep' };
	const read = await bench.run(our('getIncidents', { operation: 'get', incidentId, options }), {
		input: items,
	});
	const incidents = read.items('getIncidents');
	return items.map((item, index) => ({
		...incidents[index]?.json,
		...('deliveryId' in item && { deliveryId: item.deliveryId }),
	}));
}
