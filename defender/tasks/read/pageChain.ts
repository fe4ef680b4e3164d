import type { Page } from '../../api/securityApi';
import { DefenderError } from '../../core/errors';
import { endlessWindow, pageRepeated } from '../../core/sentences/incidentText';

/** Maximum number of pages in a row without a new incident. With more, the list has no end. */
export const MOST_IDLE_PAGES = 100;

/** The pages of one list, of any size and also empty. Only a missing link ends it, or an error when it has no end. */
export class PageChain {
	private readonly links = new Set<string>();
	private readonly ids = new Set<string>();
	private pages = 0;
	private idle = 0;

	/** @throws DefenderError when the service sends a link again, or link after link and nothing new */
	add({ incidents, malformed, next }: Page): void {
		const before = this.ids.size;
		for (const { id } of [...incidents, ...malformed]) if (id !== undefined) this.ids.add(id);
		this.pages += 1;
		this.idle = this.ids.size > before ? 0 : this.idle + 1;
		if (next === undefined) return;
		if (this.links.has(next)) throw new DefenderError({ kind: 'unreadable' }, pageRepeated());
		if (this.idle > MOST_IDLE_PAGES)
			throw new DefenderError({ kind: 'unreadable' }, endlessWindow(this.pages, this.ids.size));
		this.links.add(next);
	}
}
