type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Returns why a request is rejected, or undefined. Another web page could point its own name to this computer
 * (DNS rebinding) and read the pages, so the requested host must be this computer.
 * @param port the server's own
 */
export function hostRefusal({ host }: Headers, port: string): string | undefined {
	const names = LOOPBACK.map((name) => `${name}:${port}`);
	if (typeof host === 'string' && names.includes(host.toLowerCase())) return undefined;
	return `This page works on this computer only. Open http://127.0.0.1:${port}/.`;
}

/**
 * Returns why a form is rejected, or undefined. Browsers send the origin of a form in `Origin` and `Sec-Fetch-Site`; one of
 * them must be present, and neither may name another origin.
 */
export function formRefusal({ host, origin, 'sec-fetch-site': site }: Headers): string | undefined {
	const hasOrigin = origin !== undefined || site !== undefined;
	const ours =
		(origin === undefined || origin === `http://${String(host)}`) &&
		(site === undefined || site === 'same-origin');
	if (hasOrigin && ours) return undefined;
	return 'The form of another page was rejected. Use the forms of the practice tenant.';
}
