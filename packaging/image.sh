# shellcheck shell=bash disable=SC2154
# Read by ../package: images for containers.

make_image() {
  refuse "--image is not there yet."
}
