import type { Kind } from './kind.ts';
import { jsonPart } from './second-author-values.ts';

/** Tokens of clouds, data platforms, secret managers and clusters. */
export const SECOND_CLOUDS: readonly Kind[] = [
  {
    name: 'aws',
    forms: [
      (r) => `AKIA${r.text('base32', 16)} / ${r.text('base64', 40)}`,
      (r) => `aws configure set aws_secret_access_key ${r.text('base64', 40)}`,
      (r) => `secret_key = "${r.text('base64', 40)}"`,
      (r) => `AWS_SESSION_TOKEN=IQoJb3JpZ2luX2VjE${r.text('base64', 180)}`,
      (r) => `AWS_BEARER_TOKEN_BEDROCK=ABSK${r.text('base64', 128)}`,
      (r) => `new S3Client({ credentials: { accessKeyId: id, secretAccessKey: '${r.text('base64', 40)}' } })`,
    ],
  },
  {
    name: 'azure',
    forms: [
      (r) => `AccountEndpoint=https://acme.documents.azure.com:443/;AccountKey=${r.text('base64', 86)}==;`,
      (r) =>
        `Endpoint=https://acme.azconfig.io;Id=${r.text('alnum', 4)}-l0-s0:${r.text('alnum', 20)};Secret=${r.text('base64', 43)}=`,
      (r) => `https://acme-fn.azurewebsites.net/api/sync?code=${r.text('base64url', 54)}==`,
      (r) => `api-key: ${r.text('hex', 32)}`,
      (r) =>
        `az login --service-principal -u ${r.uuid()} -p ${r.text('alnum', 3)}8Q~${r.text('alnum', 34)} --tenant acme`,
      (r) => `Ocp-Apim-Subscription-Key: ${r.text('hex', 32)}`,
    ],
  },
  {
    name: 'google',
    forms: [
      (r) => `GOCSPX-${r.text('base64url', 28)}`,
      (r) => `ya29.${r.text('base64url', 150)}`,
      (r) => `"refresh_token": "1//0${r.text('base64url', 98)}"`,
      (r) => `GOOG1E${r.text('upperDigits', 55)} secret ${r.text('base64', 40)}`,
      (r) => `AAAA${r.text('base64url', 7)}:APA91b${r.text('base64url', 134)}`,
    ],
  },
  {
    name: 'other clouds',
    forms: [
      (r) => `dop_v1_${r.text('hex', 64)}`,
      (r) => `HCLOUD_TOKEN=${r.text('alnum', 64)}`,
      (r) => `SCW_SECRET_KEY=${r.uuid()}`,
      (r) => `rnd_${r.text('alnum', 32)}`,
      (r) => `LTAI5t${r.text('alnum', 18)} with secret ${r.text('alnum', 30)}`,
      (r) => `ibmcloud login --apikey ${r.text('base64url', 44)}`,
    ],
  },
  {
    name: 'data platforms',
    forms: [
      (r) => `dapi${r.text('hex', 32)}`,
      (r) => `napi_${r.text('lowerDigits', 64)}`,
      (r) => `mdb_sa_sk_${r.text('base64url', 40)}`,
      (r) => `dbtc_${r.text('base64url', 42)}`,
      (r) => `pnu_${r.text('alnum', 36)}`,
      (r) => `UPSTASH_REDIS_REST_TOKEN="A${r.text('alnum', 55)}"`,
    ],
  },
  {
    name: 'secret managers',
    forms: [
      (r) => `hvs.CAESI${r.text('base64url', 90)}`,
      (r) => `Unseal Key 1: ${r.text('base64', 43)}=`,
      (r) =>
        `ops_${jsonPart({ signInAddress: 'acme.1password.com', secretKey: r.text('alnum', 26) })}${r.text('base64url', 60)}`,
      (r) =>
        `A3-${r.text('base32', 6)}-${r.text('base32', 6)}-${[5, 5, 5, 5].map((n) => r.text('base32', n)).join('-')}`,
      (r) => `CONSUL_HTTP_TOKEN=${r.uuid()}`,
      (r) => `dp.st.prd.${r.text('alnum', 43)}`,
    ],
  },
  {
    name: 'joins of clusters and networks',
    forms: [
      (r) => `SWMTKN-1-${r.text('lowerDigits', 50)}-${r.text('lowerDigits', 25)}`,
      (r) =>
        `kubeadm join 10.0.0.4:6443 --token ${r.text('lowerDigits', 6)}.${r.text('lowerDigits', 16)} --discovery-token-ca-cert-hash sha256:${r.text('hex', 64)}`,
      (r) => `tskey-auth-k${r.text('alnum', 11)}CNTRL-${r.text('alnum', 32)}`,
      (r) => `ngrok config add-authtoken 2${r.text('alnum', 26)}_${r.text('alnum', 21)}`,
      (r) => `K10${r.text('hex', 64)}::server:${r.text('hex', 32)}`,
      (r) =>
        `cloudflared tunnel run --token ${jsonPart({ a: r.text('hex', 32), t: r.uuid(), s: r.text('base64', 44) })}`,
    ],
  },
];
