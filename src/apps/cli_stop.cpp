#include "apps/cli_stop.h"

namespace hourglass::cli {
namespace {

// A signal finds nothing but what is global.
volatile std::sig_atomic_t noted = 0;

void note(int signal) { noted = signal; }

}  // namespace

StopRequest::StopRequest() {
  noted = 0;
  struct sigaction once {};
  once.sa_handler = note;
  once.sa_flags = static_cast<int>(SA_RESETHAND);
  sigemptyset(&once.sa_mask);
  sigaction(SIGINT, &once, &before_interrupt_);
  sigaction(SIGTERM, &once, &before_terminate_);
}

StopRequest::~StopRequest() {
  sigaction(SIGINT, &before_interrupt_, nullptr);
  sigaction(SIGTERM, &before_terminate_, nullptr);
}

int StopRequest::signal() const { return noted; }

}  // namespace hourglass::cli
