/** Returns the paths of an entity: its key as a path segment, or in parentheses as OData also allows. */
export function entityPaths(list: string, id: string): readonly string[] {
	const key = encodeURIComponent(id);
	return [`${list}/${key}/`, `${list}('${key}')/`, `${list}(${key})/`];
}

/** Whether a link leads below one of the paths at this origin. The request contains the token. */
export function isLinkBelow(link: string, origin: string, paths: readonly string[]): boolean {
	try {
		const url = new URL(link);
		const isPlain = url.username === '' && url.password === '' && !/%2f|%5c/i.test(url.pathname);
		return isPlain && url.origin === origin && paths.some((path) => url.pathname.startsWith(path));
	} catch {
		return false;
	}
}
