/** The paths of one entity: its key as a segment, or in parentheses as OData also writes it. */
export function entityPaths(list: string, id: string): readonly string[] {
	const key = encodeURIComponent(id);
	return [`${list}/${key}/`, `${list}('${key}')/`, `${list}(${key})/`];
}

/** Whether a link leads to a part of an entity, at this origin: the token goes with the request. */
export function isLinkBelow(link: string, origin: string, paths: readonly string[]): boolean {
	try {
		const url = new URL(link);
		const plain = url.username === '' && url.password === '' && !/%2f|%5c/i.test(url.pathname);
		return plain && url.origin === origin && paths.some((path) => url.pathname.startsWith(path));
	} catch {
		return false;
	}
}
