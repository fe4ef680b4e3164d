import type { Page } from '../../api/securityApi';
import { DefenderError } from '../../core/errors';
import { endlessList, pageRepeated } from './readText';

/** Maximum number of consecutive pages without a new incident. After more, the list counts as endless. */
const MAX_IDLE_PAGES = 100;

/** The pages of one list. They may have any size and may be empty; only a missing link ends the list. */
export class PageChain {
	private readonly links = new Set<string>();
	private readonly ids = new Set<string>();
	private pages = 0;
	private idlePages = 0;

	/** @throws DefenderError if the service repeats a link, or keeps sending links without new incidents */
	add({ incidents, malformed, next }: Page): void {
		const before = this.ids.size;
		for (const { id } of [...incidents, ...malformed]) if (id !== undefined) this.ids.add(id);
		this.pages += 1;
		this.idlePages = this.ids.size > before ? 0 : this.idlePages + 1;
		if (next === undefined) return;
		if (this.links.has(next)) throw new DefenderError({ kind: 'unreadable' }, pageRepeated());
		if (this.idlePages > MAX_IDLE_PAGES)
			throw new DefenderError({ kind: 'unreadable' }, endlessList(this.pages, this.ids.size));
		this.links.add(next);
	}
}
