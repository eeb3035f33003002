# Sources of the libraries that WebAssembly links, as Debian's source packages; Dear ImGui's also serve the native build.

hg_source_packages="libsdl2 imgui zlib xz-utils libspng libzstd libjpeg-turbo libwebp giflib"

setup_sources() {
  cached sources "$hg_root/tools/lib/sources.sh" ||
    make_part "Fetch library sources ($hg_source_packages)" \
      "check the network and that apt-get update works, then start again" unpack_sources
  hg_sources=$hg_part
}

# Debian 13's version where it can be had, else the one of this machine's release: old point releases leave the mirrors.
unpack_sources() {
  local own package suite
  own=$(. /etc/os-release && echo "$VERSION_CODENAME")
  private_apt "$PWD/apt" "$hg_source_suite $own"
  export APT_CONFIG="$PWD/apt/apt.conf"
  mkdir packages
  cd packages
  for package in $hg_source_packages; do
    for suite in "$hg_source_suite" "$own"; do
      apt-get -q source --download-only "$package/$suite" && break
      rm -f "${package}"_*
    done
    ls "$package"_*.dsc
    dpkg-source --no-check -x "$package"_*.dsc "../$package"
  done
  cd ..
  rm -rf packages apt libsdl2/{test,Xcode,VisualC*,docs}
}
