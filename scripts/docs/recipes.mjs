// Setup recipes: commands that an administrator pastes into a shell.

/** Lets n8n renew a user's sign-in after an hour (Microsoft Graph, delegated `offline_access`). */
const OFFLINE_ACCESS = { name: 'offline_access', id: '7427e0e9-2fba-42fe-b0c0-848c9e6a8182' };

const REDIRECT = 'https://<your n8n>/rest/oauth2-credential/callback';

/**
 * @param {{ appId: string, permissions: object }} api
 * @param {'application' | 'user'} context
 * @param {readonly ('read' | 'respond' | 'hunt')[]} levels
 * @returns {{ bash: string, powershell: string }}
 */
export function recipes(api, context, levels) {
	const wanted = levels.map((level) => api.permissions[context][level]);
	return context === 'application'
		? { bash: applicationBash(api, wanted), powershell: applicationPowerShell(api, wanted) }
		: {
				bash: userBash(api, [...wanted, OFFLINE_ACCESS]),
				powershell: userPowerShell(api, [...wanted, OFFLINE_ACCESS]),
			};
}

const consentBash = `sleep 30   # consent works only some seconds after the app was created
az ad app permission admin-consent --id "$CLIENT_ID"`;

const secretBash = `# Shown once: paste it as Client Secret
az ad app credential reset --id "$CLIENT_ID" --append --display-name n8n --years 1 --query password --output tsv`;

const registerBash = (more) => `az login --allow-no-subscriptions
CLIENT_ID=$(az ad app create --display-name 'n8n Defender XDR' --sign-in-audience AzureADMyOrg${more} --query appId --output tsv)
az ad sp create --id "$CLIENT_ID" --output none`;

const idsBash = `echo "Application (Client) ID: $CLIENT_ID"
echo "Directory (Tenant) ID: $(az account show --query tenantId --output tsv)"`;

const permissionBash = (api, { name, id }, type) =>
	`az ad app permission add --id "$CLIENT_ID" --api ${api.appId} --api-permissions ${id}=${type}   # ${name}`;

const applicationBash = (api, wanted) =>
	[
		registerBash(''),
		...wanted.map((permission) => permissionBash(api, permission, 'Role')),
		consentBash,
		idsBash,
		secretBash,
	].join('\n');

const userBash = (api, wanted) =>
	[
		`REDIRECT_URL='${REDIRECT}'   # copy it from the credential`,
		registerBash(' --web-redirect-uris "$REDIRECT_URL"'),
		...wanted.map((permission) => permissionBash(api, permission, 'Scope')),
		consentBash,
		idsBash,
		secretBash,
	].join('\n');

const secretPowerShell = `# Shown once: paste it as Client Secret
$secret = @{ DisplayName = 'n8n'; EndDateTime = (Get-Date).AddYears(1) }
(Add-MgApplicationPassword -ApplicationId $app.Id -PasswordCredential $secret).SecretText`;

const idsPowerShell = `"Application (Client) ID: $($app.AppId)"
"Directory (Tenant) ID: $((Get-MgContext).TenantId)"`;

const registerPowerShell = (api, access, more) => `$access = @{
    ResourceAppId  = '${api.appId}'
    ResourceAccess = @(
${access.map(({ name, id, type }) => `        @{ Id = '${id}'; Type = '${type}' }   # ${name}`).join('\n')}
    )
}
$app = New-MgApplication -DisplayName 'n8n Defender XDR' -SignInAudience AzureADMyOrg -RequiredResourceAccess @($access)${more}
$sp = New-MgServicePrincipal -AppId $app.AppId
$api = Get-MgServicePrincipal -Filter "appId eq '${api.appId}'"`;

const applicationPowerShell = (api, wanted) =>
	[
		'# Install-Module Microsoft.Graph -Scope CurrentUser',
		"Connect-MgGraph -Scopes 'Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All'",
		registerPowerShell(
			api,
			wanted.map((permission) => ({ ...permission, type: 'Role' })),
			'',
		),
		'# Administrator consent',
		...wanted.map(
			({ name, id }) =>
				`New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $sp.Id -PrincipalId $sp.Id -ResourceId $api.Id -AppRoleId '${id}' | Out-Null   # ${name}`,
		),
		idsPowerShell,
		secretPowerShell,
	].join('\n');

const userPowerShell = (api, wanted) =>
	[
		'# Install-Module Microsoft.Graph -Scope CurrentUser',
		"Connect-MgGraph -Scopes 'Application.ReadWrite.All', 'DelegatedPermissionGrant.ReadWrite.All'",
		`$redirectUrl = '${REDIRECT}'   # copy it from the credential`,
		registerPowerShell(
			api,
			wanted.map((permission) => ({ ...permission, type: 'Scope' })),
			' -Web @{ RedirectUris = @($redirectUrl) }',
		),
		'# Administrator consent, for all users',
		`New-MgOauth2PermissionGrant -ClientId $sp.Id -ConsentType AllPrincipals -ResourceId $api.Id -Scope '${wanted.map(({ name }) => name).join(' ')}' | Out-Null`,
		idsPowerShell,
		secretPowerShell,
	].join('\n');

export const CERTIFICATE_BASH = `
# Prompts for a passphrase, which the credential needs too
openssl req -x509 -newkey rsa:3072 -sha256 -days 365 -subj '/CN=n8n Defender XDR' -keyout key.pem -out certificate.pem
az ad app credential reset --id "$CLIENT_ID" --append --cert @certificate.pem --output none
`;

export const CERTIFICATE_POWERSHELL = `
$rsa = [Security.Cryptography.RSA]::Create(3072)
$request = [Security.Cryptography.X509Certificates.CertificateRequest]::new(
    'CN=n8n Defender XDR', $rsa,
    [Security.Cryptography.HashAlgorithmName]::SHA256,
    [Security.Cryptography.RSASignaturePadding]::Pkcs1)
$certificate = $request.CreateSelfSigned([DateTimeOffset]::UtcNow, [DateTimeOffset]::UtcNow.AddYears(1))
Set-Content certificate.pem $certificate.ExportCertificatePem()
Set-Content key.pem $rsa.ExportPkcs8PrivateKeyPem()   # not encrypted: delete the file after pasting it into the credential
$key = @{ Type = 'AsymmetricX509Cert'; Usage = 'Verify'; Key = $certificate.RawData }
Update-MgApplication -ApplicationId $app.Id -KeyCredentials @($key)   # replaces existing certificates
`;
