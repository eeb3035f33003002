// Threads that sleep until something has changed. Whoever waits names what he waits for; whoever changes it rings
// afterwards, which costs next to nothing while nobody sleeps.
#pragma once

#include <atomic>
#include <cstdint>

namespace hourglass {

class alignas(64) Doorbell {
 public:
  /// Sleeps until `ready()`, which is asked again after each ring.
  template <class Ready>
  void wait(const Ready& ready) {
    ++sleepers_;
    while (true) {
      // Heard before it is asked: a ring in between ends the sleep that follows at once.
      const std::uint32_t heard = rings_.load();
      if (ready()) break;
      sleep(heard);
    }
    --sleepers_;
  }

  /// After what somebody waits for has changed.
  void ring() {
    if (sleepers_.load() == 0) return;
    ++rings_;
    wake_all();
  }

 private:
#if defined(__wasm_atomics__)
  // What a browser has for it. std::atomic's own wait looks again and again there.
  void sleep(std::uint32_t heard) {
    __builtin_wasm_memory_atomic_wait32(reinterpret_cast<int*>(&rings_), static_cast<int>(heard), -1);
  }
  void wake_all() { __builtin_wasm_memory_atomic_notify(reinterpret_cast<int*>(&rings_), ~0u); }
#else
  void sleep(std::uint32_t heard) { rings_.wait(heard); }
  void wake_all() { rings_.notify_all(); }
#endif

  std::atomic<std::uint32_t> rings_{0};
  std::atomic<int> sleepers_{0};
};

}  // namespace hourglass
