#!/usr/bin/env bash
# Prints everything that the trial overlay expects to be there: passwords, keys and certificates made at random, and PostgreSQL's roles.
#   k8s/overlays/trial/secrets.sh | kubectl apply -f -
# Nothing is kept on this machine. Running it again makes others, which a database that exists already does not take.
set -euo pipefail
umask 077

namespace=nanchang-edu-registry
host=registry-postgresql
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

# Names no server: only what kubectl itself makes of files is wanted.
make() {
  kubectl create --namespace "$namespace" --dry-run=client --output=yaml "$@"
  echo ---
}

authority() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -sha256 \
    -subj "/CN=$1" -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign \
    -keyout "$2-ca.key" -out "$2-ca.crt" 2>/dev/null
}

# certificate NAME DNS-NAME AUTHORITY USAGES
certificate() {
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 -subj "/CN=$2" -keyout "$1.key" -out "$1.csr" 2>/dev/null
  printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=%s\nsubjectAltName=DNS:%s\n' "$4" "$2" >"$1.ext"
  openssl x509 -req -in "$1.csr" -CA "$3-ca.crt" -CAkey "$3-ca.key" -CAcreateserial -days 825 -sha256 \
    -extfile "$1.ext" -out "$1.crt" 2>/dev/null
}

password() {
  openssl rand -hex 24 | tr -d '\n'
}

# The public half of a ledger's key, as `ledger verifiers` prints it: name, id and key of a signed note.
verifier() {
  { printf '\001'; openssl pkey -in "$2" -pubout -outform DER | tail -c 32; } >"$2.pub"
  printf '%s+%s+%s\n' "$1" "$({ printf '%s\n' "$1"; cat "$2.pub"; } | sha256sum | cut -c 1-8)" "$(base64 -w 0 "$2.pub")"
}

authority "registry cluster, trial" cluster
certificate cluster registry-cluster cluster serverAuth,clientAuth
authority "registry database, trial" database
certificate database "$host" database serverAuth

for role in superuser registry_app registry_migrator; do
  password >"$role"
done
for role in registry_app registry_migrator; do
  printf '%s:5432:registry:%s:%s\n' "$host" "$role" "$(cat "$role")" >"$role.pgpass"
done

openssl rand -base64 32 >caller-keys
openssl genpkey -algorithm ed25519 -out ledger.pem 2>/dev/null
verifier nanchang-edu-registry ledger.pem >verifiers
openssl rand -base64 32 >webhook-keys
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out token-signing.pem 2>/dev/null
openssl rand -base64 32 | tr -d '\n' >token-encryption.key
openssl req -x509 -newkey rsa:3072 -nodes -days 36500 -sha256 -subj "/CN=registry data protection" -keyout protection.key -out protection.crt 2>/dev/null
cat protection.crt protection.key >data-protection.pem

make secret generic registry-app-database --from-file=pgpass=registry_app.pgpass
make secret generic registry-migrator-database --from-file=pgpass=registry_migrator.pgpass
make secret generic registry-database-authority --from-file=ca.crt=database-ca.crt
make secret generic registry-cluster-tls --from-file=tls.crt=cluster.crt --from-file=tls.key=cluster.key --from-file=ca.crt=cluster-ca.crt
make secret generic registry-caller-keys --from-file=caller-keys
make secret generic registry-ledger-keys --from-file=ledger.pem
make configmap registry-ledger-verifiers --from-file=verifiers
make secret generic registry-webhook-key --from-file=webhook-keys
make secret generic registry-token-keys --from-file=token-signing.pem --from-file=token-encryption.key \
  --from-file=data-protection.pem
make secret generic registry-postgresql --from-file=superuser --from-file=registry_app --from-file=registry_migrator \
  --from-file=tls.crt=database.crt --from-file=tls.key=database.key
make configmap registry-roles --from-file=roles.sql="$repository/src/Store/Sql/postgresql/roles.sql"
