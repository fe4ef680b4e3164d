import type { Notify } from '../../defender/core/notices';
import { manyHunts } from './huntingNodeText';

/** More hunts than this in one execution use a large part of the calls per minute that Microsoft allows a tenant. */
const MANY_HUNTS = 20;

/** Suggests passing many values to one hunt if each of many items runs a hunt of its own. */
export function warnAboutManyHunts(items: number, notify: Notify): void {
	if (items > MANY_HUNTS) notify({ topic: 'manyHunts', text: manyHunts(items) });
}
