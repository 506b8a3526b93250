# shellcheck shell=bash disable=SC2154
# Sourced by common.sh: libraries for the guest's Python that Debian does not have so new, from the Python index.

python_version=3.13 # of trixie
python_packages=('bleak==3.1.*' 'aiobmsble==0.31.*')

provide_python() {
  LAB_PYTHON=python-$(key <"$lab/host/python.sh")
  once "$LAB_PYTHON" build_python || refuse "could not bring ${python_packages[*]}: see $cache/$LAB_PYTHON.building/log."
  export LAB_PYTHON=$cache/$LAB_PYTHON/site
}

build_python() {
  local wheel
  python3 -m pip --version >/dev/null 2>&1 || need python3-pip
  say "fetching ${python_packages[*]} ..."
  rm -rf "$1" && mkdir -p "$1/wheels" "$1/site"
  python3 -m pip download -q -d "$1/wheels" --python-version $python_version --implementation cp \
    --platform manylinux2014_x86_64 --platform manylinux_2_17_x86_64 --platform manylinux_2_28_x86_64 \
    --only-binary=:all: --ignore-requires-python "${python_packages[@]}" >"$1/log" 2>&1 || return
  for wheel in "$1"/wheels/*.whl; do
    python3 -m zipfile -e "$wheel" "$1/site" || return
  done
  rm -rf "$1/wheels"
}
