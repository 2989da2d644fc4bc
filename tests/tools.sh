# Sourced by the scripts that run tests: Debian's packages that they need and this machine lacks are installed.

has_postgresql() {
  command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}

# Arguments: packages beyond those every run needs, as COMMAND=PACKAGE.
install_missing_tools() {
  local missing=() extra
  has_postgresql || missing+=(postgresql)
  command -v curl >/dev/null || missing+=(curl)
  command -v jq >/dev/null || missing+=(jq)
  command -v openssl >/dev/null || missing+=(openssl)
  command -v kubectl >/dev/null || missing+=(kubernetes-client)
  command -v ip >/dev/null || missing+=(iproute2)
  command -v nft >/dev/null || missing+=(nftables)
  for extra in "$@"; do
    command -v "${extra%%=*}" >/dev/null || missing+=("${extra#*=}")
  done
  if ((${#missing[@]} == 0)); then return 0; fi

  local as_root=()
  if ! command -v apt-get >/dev/null; then
    echo "The tests need: ${missing[*]}. There is no apt-get here: install them by hand and start again." >&2
    return 1
  elif ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
      echo "The tests need: ${missing[*]}. Start again as root or with sudo installed, or: apt-get install ${missing[*]}" >&2
      return 1
    fi
    as_root=(sudo)
  fi

  echo "Installing ${missing[*]}"
  "${as_root[@]+"${as_root[@]}"}" apt-get update -qq &&
    "${as_root[@]+"${as_root[@]}"}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends "${missing[@]}" || return 1
  has_postgresql
}
