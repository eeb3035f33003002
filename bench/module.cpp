// The measuring program as a module for a worker, which calls these two.
#include <emscripten.h>

#include <memory>
#include <string>

#include "harness.h"

namespace {

std::unique_ptr<hourglass::bench::Bench> bench;
std::string last_answer;

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE void bench_open(int threads) { bench = std::make_unique<hourglass::bench::Bench>(threads); }
EMSCRIPTEN_KEEPALIVE const char* bench_answer(const char* request) {
  last_answer = bench->answer(request);
  return last_answer.c_str();
}

}  // extern "C"
