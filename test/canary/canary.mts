/** Characters of which a secret's parts are made; everything else separates words. */
const SEPARATOR = /[^\w~-]+/;
/** Shorter parts could be ordinary words. */
const SHORTEST = 16;

/** Looks for secrets in whatever is told. What it reports names the place, never the secret. */
export class Canary {
	private readonly words = new Set<string>();
	private readonly found = new Set<string>();
	/** Texts looked through, and their characters. */
	searched = { texts: 0, characters: 0 };

	get secrets(): number {
		return this.words.size;
	}

	/** Remembers a secret. The first part of a token is the same for all, so it gives nothing away. */
	learn(secret: string): void {
		const parts = secret.split(SEPARATOR).filter((part) => part.length >= SHORTEST);
		for (const part of secret.startsWith('eyJ') ? parts.slice(1) : parts) this.words.add(part);
	}

	/** Looks through a text. */
	search(place: string, text: string): void {
		this.searched.texts += 1;
		this.searched.characters += text.length;
		if (text.length < SHORTEST) return;
		for (const word of text.split(SEPARATOR)) if (this.words.has(word)) this.found.add(place);
	}

	/** Looks through everything that would be kept of a value: JSON's view of it, and what errors say. */
	searchValue(place: string, value: unknown): void {
		const seen = new Set<object>();
		const open = [value];
		for (let next = open.pop(); open.length > 0 || next !== undefined; next = open.pop()) {
			if (typeof next === 'string') this.search(place, next);
			if (typeof next !== 'object' || next === null || seen.has(next)) continue;
			seen.add(next);
			if (next instanceof Error) open.push(next.message, next.stack);
			for (const [key, inner] of Object.entries(next)) open.push(key, inner);
		}
	}

	/** Places where a secret was found since the last time. */
	takeFound(): readonly string[] {
		const places = [...this.found];
		this.found.clear();
		return places;
	}
}
