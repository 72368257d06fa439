import type { Kind } from './kind.ts';
import type { Random } from './random.ts';

const accessKey = (r: Random): string => r.pick(['AKIA', 'ASIA']) + r.text('base32', 16);

/** Credentials of clouds, as their makers document them. */
export const CLOUD_KINDS: readonly Kind[] = [
  { name: 'aws access key id', forms: [accessKey, (r) => `AWS_ACCESS_KEY_ID=${accessKey(r)}`] },
  {
    name: 'aws secret access key',
    forms: [
      (r) => `aws_secret_access_key = ${r.text('base64', 40)}`,
      (r) => `export AWS_SECRET_ACCESS_KEY=${r.text('base64', 40)}`,
      (r) => `"SecretAccessKey": "${r.text('base64', 40)}"`,
    ],
  },
  {
    name: 'aws session token',
    forms: [
      (r) => `AWS_SESSION_TOKEN=IQoJb3JpZ2luX2Vj${r.text('base64', 120)}`,
      (r) => `aws_session_token = FwoGZXIvYXdzE${r.text('base64', 110)}==`,
    ],
  },
  {
    name: 'google api key',
    forms: [(r) => `AIza${r.text('base64url', 35)}`, (r) => `maps/api/js?key=AIza${r.text('base64url', 35)}`],
  },
  {
    name: 'gcp service account',
    forms: [
      (r) =>
        `{"type": "service_account", "private_key_id": "${r.text('hex', 40)}", "private_key": "-----${'BEGIN'} PRIVATE KEY-----\\nMIIEvQ${r.text('base64', 58)}\\n"`,
      (r) =>
        `"private_key": "-----${'BEGIN'} PRIVATE KEY-----\\nMIIEvA${r.text('base64', 58)}\\n${r.text('base64', 20)}`,
    ],
  },
  {
    name: 'google oauth client secret',
    forms: [
      (r) => `GOCSPX-${r.text('base64url', 28)}`,
      (r) => `"client_secret":"GOCSPX-${r.text('base64url', 28)}"`,
    ],
  },
  { name: 'google oauth access token', forms: [(r) => `ya29.a0${r.text('base64url', 120)}`] },
  {
    name: 'azure storage key',
    forms: [
      (r) =>
        `DefaultEndpointsProtocol=https;AccountName=${r.text('lowerDigits', 9)};AccountKey=${r.text('base64', 86)}==;EndpointSuffix=core.windows.net`,
      (r) => `AZURE_STORAGE_KEY=${r.text('base64', 86)}==`,
      (r) => `--account-key ${r.text('base64', 86)}==`,
    ],
  },
  {
    name: 'azure shared access signature',
    forms: [
      (r) =>
        `https://${r.text('lowerDigits', 8)}.blob.core.windows.net/c/f?sv=2022-11-02&sp=r&se=2026-01-01&sig=${r.text('alnum', 40)}%2F${r.text('alnum', 2)}%3D`,
      (r) =>
        `?sv=2021-06-08&ss=b&srt=sco&sp=rwl&se=2025-12-31T00:00:00Z&spr=https&sig=${r.text('alnum', 43)}%3D`,
    ],
  },
  {
    name: 'azure service bus key',
    forms: [
      (r) =>
        `Endpoint=sb://${r.text('lower', 6)}.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=${r.text('base64', 43)}=`,
    ],
  },
  {
    name: 'entra client secret',
    forms: [
      (r) => `${r.text('alnum', 3)}8Q~${r.text('base64url', 34)}`,
      (r) => `AZURE_CLIENT_SECRET=${r.text('alnum', 3)}8Q~${r.text('base64url', 34)}`,
    ],
  },
  {
    name: 'digitalocean token',
    forms: [(r) => `dop_v1_${r.text('hex', 64)}`, (r) => `doo_v1_${r.text('hex', 64)}`],
  },
  {
    name: 'heroku api key',
    forms: [
      (r) => `HRKU-${r.uuid()}`,
      (r) => `HRKU-AA${r.text('base64url', 58)}`,
      (r) => `HEROKU_API_KEY=${r.uuid()}`,
    ],
  },
  {
    name: 'cloudflare api token',
    forms: [
      (r) => `CLOUDFLARE_API_TOKEN=${r.text('base64url', 40)}`,
      (r) => `X-Auth-Key: ${r.text('hex', 37)}`,
      (r) => `CF_API_TOKEN: "${r.text('base64url', 40)}"`,
    ],
  },
  { name: 'cloudflare origin ca key', forms: [(r) => `v1.0-${r.text('hex', 24)}-${r.text('hex', 146)}`] },
  {
    name: 'terraform cloud token',
    forms: [
      (r) => `${r.text('alnum', 14)}.atlasv1.${r.text('alnum', 67)}`,
      (r) =>
        `credentials "app.terraform.io" { token = "${r.text('alnum', 14)}.atlasv1.${r.text('alnum', 67)}" }`,
    ],
  },
  {
    name: 'hashicorp vault token',
    forms: [
      (r) => `hvs.${r.text('base64url', 24)}`,
      (r) => `VAULT_TOKEN=hvs.CAES${r.text('base64url', 90)}`,
      (r) => `X-Vault-Token: s.${r.text('alnum', 24)}`,
      (r) => `hvb.AAAAAQ${r.text('base64url', 130)}`,
    ],
  },
  {
    name: 'databricks token',
    forms: [(r) => `dapi${r.text('hex', 32)}`, (r) => `dapi${r.text('hex', 32)}-2`],
  },
  {
    name: 'alibaba access key',
    forms: [
      (r) => `LTAI5t${r.text('alnum', 18)}`,
      (r) => `ALIBABA_CLOUD_ACCESS_KEY_SECRET=${r.text('alnum', 30)}`,
    ],
  },
  {
    name: 'fly token',
    forms: [
      (r) => `FLY_API_TOKEN="FlyV1 fm2_${r.text('base64', 120)}"`,
      (r) => `fo1_${r.text('base64url', 43)}`,
    ],
  },
  { name: 'pulumi token', forms: [(r) => `pul-${r.text('hex', 40)}`] },
  {
    name: 'doppler token',
    forms: [(r) => `dp.pt.${r.text('alnum', 43)}`, (r) => `dp.st.dev.${r.text('alnum', 43)}`],
  },
  {
    name: 'planetscale token',
    forms: [(r) => `pscale_tkn_${r.text('base64url', 43)}`, (r) => `pscale_pw_${r.text('base64url', 43)}`],
  },
  {
    name: 'supabase token',
    forms: [(r) => `sbp_${r.text('hex', 40)}`, (r) => `sb_secret_${r.text('base64url', 31)}`],
  },
  { name: 'netlify token', forms: [(r) => `nfp_${r.text('alnum', 36)}`] },
  {
    name: 'tailscale key',
    forms: [
      (r) => `tskey-auth-${r.text('alnum', 12)}CNTRL-${r.text('alnum', 32)}`,
      (r) => `tskey-api-${r.text('alnum', 12)}CNTRL-${r.text('alnum', 32)}`,
    ],
  },
  {
    name: 'vercel token',
    forms: [
      (r) => `vercel deploy --token ${r.text('alnum', 24)}`,
      (r) => `VERCEL_TOKEN=${r.text('alnum', 24)}`,
    ],
  },
];
