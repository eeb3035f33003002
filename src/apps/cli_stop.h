// What a person who presses Ctrl-C means: end in good order, and when pressed again, at once.
#pragma once

#include <csignal>

namespace hourglass::cli {

/// While one lives, the first SIGINT or SIGTERM is noted; the next one ends the program as it always would.
class StopRequest {
 public:
  StopRequest();
  ~StopRequest();
  StopRequest(const StopRequest&) = delete;
  StopRequest& operator=(const StopRequest&) = delete;

  bool asked() const { return signal() != 0; }
  /// Which of them; 0: none.
  int signal() const;

 private:
  struct sigaction before_interrupt_, before_terminate_;
};

}  // namespace hourglass::cli
