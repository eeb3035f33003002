// The limit against which every kernel is measured: how many multiply-adds this machine, this build and this minute can
// do.
#pragma once

namespace hourglass::bench {

/// Floating-point operations of one call of `probe_once`; calls are short, so that an engine which replaces a
/// function's code only between calls has replaced it long before measuring is over.
double probe_operations();

/// Independent multiply-adds in registers, with no loads; returns a number that depends on all of them.
float probe_once(float seed);

}  // namespace hourglass::bench
