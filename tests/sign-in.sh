#!/usr/bin/env bash
# Signs in by browser (headless Chromium), by a client's credentials and by an external issuer, on two gateways at once, and does one act by each.
#   tests/sign-in.sh          ends with "N passed, N failed"; exit code 0 when all passed
# PostgreSQL, one silo, two gateways with the embedded token server, two that have another instance of the program as their issuer.
# Everything runs on the loopback and in a scratch folder; missing Debian packages are installed (as root or with sudo).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. tests/tools.sh
install_missing_tools chromium=chromium chromedriver=chromium-driver

python=/usr/bin/python3
"$python" -c 'import selenium' 2>/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-selenium; }

dotnet build src/Api --configuration Release --nologo --verbosity quiet -consoleLoggerParameters:NoSummary
dotnet build src/Silo --configuration Release --nologo --verbosity quiet -consoleLoggerParameters:NoSummary

work=$(mktemp -d)
chmod 711 "$work"
started=()
finish() {
  local id
  for id in "${started[@]+"${started[@]}"}"; do kill "$id" 2>/dev/null || true; done
  for id in "${started[@]+"${started[@]}"}"; do wait "$id" 2>/dev/null || true; done
  if [[ -f $work/pg/data/postmaster.pid ]]; then as_postgres "$bin/pg_ctl" -D "$work/pg/data" -m immediate stop >/dev/null || true; fi
  rm -rf "$work"
}
trap finish EXIT

bin=$(dirname "$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | tail -n 1 || command -v initdb)")
as_postgres() {
  if ((EUID == 0)); then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

free_port() { "$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# --- the database
pg=$(free_port)
mkdir "$work/pg"
if ((EUID == 0)); then chown postgres "$work/pg"; fi
as_postgres "$bin/initdb" -D "$work/pg/data" -U postgres -A trust -E UTF8 --data-checksums >/dev/null
printf "listen_addresses='127.0.0.1'\nport=%s\nunix_socket_directories=''\n" "$pg" | as_postgres tee -a "$work/pg/data/postgresql.conf" >/dev/null
as_postgres "$bin/pg_ctl" -D "$work/pg/data" -w -l "$work/pg/log" start >/dev/null
"$bin/psql" -qh 127.0.0.1 -p "$pg" -U postgres -c 'CREATE DATABASE registry'
"$bin/psql" -qh 127.0.0.1 -p "$pg" -U postgres -d registry -f src/Store/Sql/postgresql/roles.sql 2>/dev/null

# --- keys and certificates, as an operator makes them
mkdir "$work/keys"
(
  cd "$work/keys"
  umask 077
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out token-signing.pem
  openssl rand -base64 32 | tr -d '\n' >token-encryption.key
  openssl req -x509 -newkey rsa:3072 -nodes -days 36500 -subj '/CN=registry data protection' -keyout protection.key -out protection.crt
  cat protection.crt protection.key >data-protection.pem
  openssl rand -base64 32 >caller-keys
  openssl genpkey -algorithm ed25519 -out ledger.pem
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj '/CN=registry cluster' \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign -keyout ca.key -out ca.crt
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj '/CN=registry-cluster' -keyout tls.key -out tls.csr
  printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth,clientAuth\nsubjectAltName=DNS:registry-cluster\n' >tls.ext
  openssl x509 -req -in tls.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile tls.ext -out tls.crt
) 2>/dev/null

api=$PWD/src/Api/bin/Release/net10.0/NanchangEdu.Registry.Api.dll
silo=$PWD/src/Silo/bin/Release/net10.0/NanchangEdu.Registry.Silo.dll
export Registry__Database=postgresql Registry__Cluster__CertificateFile=$work/keys/tls.crt Registry__Cluster__KeyFile=$work/keys/tls.key
export Registry__Cluster__AuthorityFile=$work/keys/ca.crt Registry__Cluster__CallerKeysFile=$work/keys/caller-keys
export Registry__Ledger__KeyFile=$work/keys/ledger.pem Registry__Cluster__AdvertisedAddress=127.0.0.1 Registry__DataFolder=$work/data Auth__KeysFolder=$work/keys Logging__LogLevel__Default=Warning

database() { echo "Host=127.0.0.1;Port=$pg;Database=registry;Username=$1"; }

# NAME PORT SETTING=VALUE...: starts the gateway and waits until it is ready
gateway() {
  local name=$1 port=$2
  shift 2
  env Registry__Postgres__ConnectionString="$(database registry_app)" ASPNETCORE_URLS="http://127.0.0.1:$port" "$@" \
    dotnet "$api" >"$work/$name.log" 2>&1 &
  started+=($!)
  ready "$name" "$port"
}

ready() {
  local tries
  for tries in $(seq 240); do
    if curl -fs "http://127.0.0.1:$2/healthz/ready" >/dev/null; then return 0; fi
    if ! kill -0 "${started[-1]}" 2>/dev/null; then break; fi
    sleep 0.5
  done
  echo "$1 is not ready:" >&2
  tail -n 20 "$work/$1.log" >&2
  return 1
}

echo '== the database and the sample city'
Registry__Postgres__ConnectionString="$(database registry_migrator)" dotnet "$api" migrate >/dev/null
loader=$(free_port)
gateway loader "$loader" Registry__SiloInside=true Registry__Sample=true
kill "${started[-1]}"
wait "${started[-1]}" || true

echo '== one silo, an external issuer, two gateways, and two that trust the issuer'
silo_port=$(free_port)
Registry__Postgres__ConnectionString="$(database registry_app)" ASPNETCORE_URLS="http://127.0.0.1:$silo_port" dotnet "$silo" >"$work/silo.log" 2>&1 &
started+=($!)
ready silo "$silo_port"
one=$(free_port) two=$(free_port) three=$(free_port) four=$(free_port) issuer=$(free_port)
gateway one "$one" Registry__SiloInside=false "Auth__PublicUrl=http://127.0.0.1:$one/"
gateway two "$two" Registry__SiloInside=false "Auth__PublicUrl=http://127.0.0.1:$one/"
# The issuer is a registry of its own, embedded, with people of the same ids: any provider that sends these claims would do.
gateway issuer "$issuer" Registry__Database=sqlite "Registry__DataFolder=$work/issuer" Registry__Sample=true Auth__KeysFolder= "Auth__PublicUrl=http://127.0.0.1:$issuer/" \
  Auth__Applications__0__ClientId=registry Auth__Applications__0__Name=登记 "Auth__Applications__0__RedirectUris__0=http://127.0.0.1:$three/account/external" \
  Auth__SecondFactorRoles=
for trusting in "three $three" "four $four"; do
  read -r name port <<<"$trusting"
  gateway "$name" "$port" Registry__SiloInside=false "Auth__Authority=http://127.0.0.1:$issuer/" Auth__ClientId=registry "Auth__PublicUrl=http://127.0.0.1:$port/"
done

"$python" tests/browser/sign_in.py "http://127.0.0.1:$one" "http://127.0.0.1:$two" "http://127.0.0.1:$three" "http://127.0.0.1:$four" \
  "http://127.0.0.1:$issuer" "$work/data/first-run.json" "$work/issuer/first-run.json"
