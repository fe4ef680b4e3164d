/** Characters of which a secret's parts are made; everything else separates words. */
const SEPARATOR = /[^\w~-]+/;
/** Shorter parts could be ordinary words. */
const SHORTEST = 16;

/** Looks for secrets in all output. It reports the place, never the secret. */
export class Canary {
	private readonly words = new Set<string>();
	private readonly found = new Set<string>();
	/** Searched texts and their characters. */
	searched = { texts: 0, characters: 0 };

	get secrets(): number {
		return this.words.size;
	}

	/** Adds a secret. The first part of a token is the same for all, so it reveals nothing. */
	learn(secret: string): void {
		const parts = secret.split(SEPARATOR).filter((part) => part.length >= SHORTEST);
		for (const part of secret.startsWith('eyJ') ? parts.slice(1) : parts) this.words.add(part);
	}

	/** Searches a text. */
	search(place: string, text: string): void {
		this.searched.texts += 1;
		this.searched.characters += text.length;
		if (text.length < SHORTEST) return;
		for (const word of text.split(SEPARATOR)) if (this.words.has(word)) this.found.add(place);
	}

	/** Searches everything that JSON would keep of a value, and the texts of errors. */
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

	/** Returns the places where a secret was found since the last time. */
	takeFound(): readonly string[] {
		const places = [...this.found];
		this.found.clear();
		return places;
	}
}
