import type { Kind } from './kind.ts';
import { base64, host, jwt, password, user } from './second-author-values.ts';

/** Credentials without a maker: lines of configuration, commands, headers, sentences. */
export const SECOND_PASTES: readonly Kind[] = [
  {
    name: 'environment password',
    forms: [
      (r) => `DB_PASSWORD=${password(r)}`,
      (r) => `export PGPASSWORD='${password(r)}'`,
      (r) => `MYSQL_ROOT_PASSWORD: ${password(r)}`,
      (r) => `docker run -e POSTGRES_PASSWORD=${password(r)} postgres:16`,
      (r) => `REDIS_PASS=${password(r)}`,
      (r) => `$env:SMTP_PASSWORD = "${password(r)}"`,
    ],
  },
  {
    name: 'environment secret',
    forms: [
      (r) => `JWT_SECRET=${r.text('alnum', 40)}`,
      (r) => `SESSION_SECRET="${r.text('hex', 64)}"`,
      (r) => `APP_KEY=base64:${r.text('base64', 43)}=`,
      (r) => `RAILS_MASTER_KEY=${r.text('hex', 32)}`,
      (r) => `NEXTAUTH_SECRET=${r.text('base64', 43)}=`,
      (r) => `SECRET_KEY = 'django-insecure-${r.text('lowerDigits', 50)}'`,
    ],
  },
  {
    name: 'environment key of a small service',
    forms: [
      (r) => `ACME_API_KEY=${r.text('alnum', 32)}`,
      (r) => `BILLING_WEBHOOK_SECRET: ${r.text('hex', 40)}`,
      (r) => `INTERNAL_TOKEN=${r.text('base64url', 43)}`,
      (r) => `ENCRYPTION_KEY=${r.text('hex', 64)}`,
      (r) => `set CLIENT_SECRET=${r.text('alnum', 36)}`,
      (r) => `ENV WEATHER_APIKEY ${r.text('hex', 32)}`,
    ],
  },
  {
    name: 'database address',
    forms: [
      (r) => `postgres://${user(r)}:${password(r)}@${host(r)}:5432/orders`,
      (r) => `mysql+pymysql://${user(r)}:${password(r)}@${host(r)}/shop?charset=utf8mb4`,
      (r) => `mongodb+srv://${user(r)}:${password(r)}@cluster0.ab1cd.mongodb.net/?retryWrites=true`,
      (r) => `redis://:${password(r)}@${host(r)}:6379/0`,
      (r) => `amqps://${user(r)}:${password(r)}@${host(r)}/vhost`,
      (r) => `DATABASE_URL="postgresql://${user(r)}:${password(r)}@localhost:5432/app?schema=public"`,
    ],
  },
  {
    name: 'database connection string',
    forms: [
      (r) =>
        `Server=tcp:${host(r)},1433;Database=crm;User Id=${user(r)};Password=${password(r)};Encrypt=True`,
      (r) => `jdbc:postgresql://${host(r)}/crm?user=${user(r)}&password=${password(r)}`,
      (r) => `host=${host(r)} port=5432 dbname=crm user=${user(r)} password=${password(r)} sslmode=require`,
      (r) => `Driver={ODBC Driver 18 for SQL Server};Server=${host(r)};UID=${user(r)};PWD=${password(r)}`,
      (r) => `sqlplus ${user(r)}/${password(r)}@//${host(r)}:1521/ORCL`,
    ],
  },
  {
    name: 'address with a login',
    forms: [
      (r) => `https://${user(r)}:${password(r)}@registry.acme.dev/v2/`,
      (r) => `ftp://${user(r)}:${password(r)}@${host(r)}/incoming`,
      (r) => `smtp://${user(r)}%40acme.dev:${password(r)}@${host(r)}:587`,
      (r) => `HTTPS_PROXY=http://${user(r)}:${password(r)}@proxy.acme.dev:3128`,
      (r) => `rtsp://${user(r)}:${password(r)}@192.168.1.${r.int(2, 250)}:554/stream1`,
      (r) => `git remote set-url origin https://${user(r)}:${password(r)}@git.acme.dev/ops/infra.git`,
    ],
  },
  {
    name: 'address with a secret parameter',
    forms: [
      (r) => `https://api.acme.dev/v1/export?api_key=${r.text('alnum', 32)}&from=2024-01-01`,
      (r) => `wss://stream.acme.dev/socket?token=${r.text('base64url', 32)}`,
      (r) => `https://acme.dev/reset?access_token=${r.text('hex', 40)}`,
      (r) => `otpauth://totp/Acme:ops?secret=${r.text('base32', 32)}&issuer=Acme`,
      (r) =>
        `https://s3.amazonaws.com/b/k?X-Amz-Credential=AKIA${r.text('base32', 16)}%2F20240901%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Signature=${r.text('hex', 64)}`,
    ],
  },
  {
    name: 'authorization header',
    forms: [
      (r) => `Authorization: Bearer ${r.text('base64url', 40)}`,
      (r) => `Authorization: Basic ${base64(`${user(r)}:${password(r)}`)}`,
      (r) => `-H "Authorization: Token ${r.text('hex', 40)}"`,
      (r) => `'authorization': 'Bearer ${jwt(r)}'`,
      (r) => `Proxy-Authorization: Basic ${base64(`${user(r)}:${password(r)}`)}`,
      (r) => `authorization = Bearer ${r.text('hex', 48)}`,
    ],
  },
  {
    name: 'header of a key',
    forms: [
      (r) => `X-API-Key: ${r.text('alnum', 32)}`,
      (r) => `curl -H 'apikey: ${r.text('hex', 32)}' https://kong.acme.dev/orders`,
      (r) => `X-Auth-Token: ${r.text('hex', 40)}`,
      (r) => `headers={"x-api-key": "${r.text('alnum', 40)}"}`,
      (r) => `Cookie: sessionid=${r.text('lowerDigits', 32)}; csrftoken=${r.text('alnum', 64)}`,
      (r) =>
        `Set-Cookie: connect.sid=s%3A${r.text('base64url', 32)}.${r.text('alnum', 43)}; Path=/; HttpOnly`,
    ],
  },
  { name: 'bare jwt', forms: [jwt, (r) => `id_token=${jwt(r)}`, (r) => `"accessToken":"${jwt(r)}"`] },
  {
    name: 'curl and wget with a login',
    forms: [
      (r) => `curl -u ${user(r)}:${password(r)} https://nexus.acme.dev/service/rest/v1/status`,
      (r) => `curl --user '${user(r)}:${password(r)}' -X PUT https://es.acme.dev/_cluster/settings`,
      (r) => `wget --http-user=${user(r)} --http-password=${password(r)} https://dl.acme.dev/a.tgz`,
      (r) => `curl -sSu${user(r)}:${password(r)} http://localhost:15672/api/overview`,
      (r) => `http -a ${user(r)}:${password(r)} POST https://api.acme.dev/jobs`,
    ],
  },
  {
    name: 'flag with a password',
    forms: [
      (r) => `mysql -h ${host(r)} -u ${user(r)} -p${password(r)} shop`,
      (r) => `sshpass -p '${password(r)}' ssh ${user(r)}@10.2.0.7`,
      (r) => `redis-cli -h ${host(r)} -a ${password(r)} ping`,
      (r) => `mongosh --username ${user(r)} --password ${password(r)} --authenticationDatabase admin`,
      (r) => `helm upgrade app ./chart --set postgresql.auth.password=${password(r)}`,
      (r) => `ldapsearch -x -D cn=admin,dc=acme,dc=dev -w ${password(r)} -b dc=acme,dc=dev`,
    ],
  },
  {
    name: 'flag with a token',
    forms: [
      (r) => `acme-cli deploy --token=${r.text('alnum', 40)}`,
      (r) => `sonar-scanner -Dsonar.login=${r.text('hex', 40)}`,
      (r) => `terraform apply -var api_token=${r.text('alnum', 40)}`,
      (r) => `vault login -method=userpass username=${user(r)} password=${password(r)}`,
      (r) => `openssl enc -d -aes-256-cbc -in a.enc -pass pass:${password(r)}`,
      (r) => `keytool -list -keystore app.jks -storepass ${password(r)}`,
    ],
  },
  {
    name: 'yaml',
    forms: [
      (r) => `spring:\n  datasource:\n    username: ${user(r)}\n    password: ${password(r)}`,
      (r) => `auth:\n  client_secret: ${r.text('alnum', 40)}`,
      (r) => `kind: Secret\ndata:\n  password: ${base64(password(r))}`,
      (r) => `ansible_become_pass: ${password(r)}`,
      (r) => `environment:\n  - MINIO_SECRET_KEY=${r.text('alnum', 40)}`,
      (r) => `stringData:\n  api-token: "${r.text('alnum', 36)}"`,
    ],
  },
  {
    name: 'json',
    forms: [
      (r) => `{"user":"${user(r)}","password":"${password(r)}"}`,
      (r) => `{"client_id":"acme-web","client_secret":"${r.text('base64url', 40)}"}`,
      (r) => `"apiKey": "${r.text('alnum', 32)}",`,
      (r) => `{\\"token\\":\\"${r.text('hex', 40)}\\"}`,
      (r) => `{"auths":{"registry.acme.dev":{"auth":"${base64(`${user(r)}:${password(r)}`)}"}}}`,
      (r) => `{"refreshToken": "${r.text('base64url', 64)}", "expiresIn": 3600}`,
    ],
  },
  {
    name: 'ini, toml, properties',
    forms: [
      (r) => `[client]\nuser=${user(r)}\npassword=${password(r)}`,
      (r) => `spring.datasource.password=${password(r)}`,
      (r) => `requirepass ${password(r)}`,
      (r) => `db_password = "${password(r)}"`,
      (r) => `secret_key_base: ${r.text('hex', 128)}`,
      (r) => `bindpw ${password(r)}`,
    ],
  },
  {
    name: 'files of logins',
    forms: [
      (r) => `machine api.acme.dev login ${user(r)} password ${password(r)}`,
      (r) => `machine git.acme.dev\n  login ${user(r)}\n  password ${password(r)}`,
      (r) => `.pgpass has ${host(r)}:5432:orders:${user(r)}:${password(r)}`,
      (r) => `username=${user(r)}\npassword=${password(r)}`,
      (r) => `index-url = https://${user(r)}:${password(r)}@pypi.acme.dev/simple`,
    ],
  },
  {
    name: 'files of package managers',
    forms: [
      (r) => `//npm.acme.dev/:_authToken=${r.uuid()}`,
      (r) => `_auth=${base64(`${user(r)}:${password(r)}`)}`,
      (r) => `npmAuthToken: "${r.text('alnum', 40)}"`,
      (r) => `<add key="ClearTextPassword" value="${password(r)}" />`,
      (r) =>
        `<server><id>nexus</id><username>${user(r)}</username><password>${password(r)}</password></server>`,
      (r) => `composer config http-basic.repo.acme.dev ${user(r)} ${r.text('hex', 40)}`,
    ],
  },
  {
    name: 'kubeconfig',
    forms: [
      (r) => `client-key-data: LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQ${r.text('base64', 120)}`,
      (r) => `users:\n- name: ci\n  user:\n    token: ${jwt(r)}`,
      (r) => `kubectl create secret generic db --from-literal=password=${password(r)}`,
      (r) =>
        `kubectl create secret docker-registry reg --docker-username=${user(r)} --docker-password=${password(r)}`,
      (r) => `kubectl --token=${jwt(r)} get pods`,
    ],
  },
];
