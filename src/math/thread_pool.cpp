#include "math/thread_pool.h"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <chrono>
#include <cstdint>
#include <thread>
#include <vector>

#include "math/doorbell.h"

namespace hourglass {
namespace {

using Clock = std::chrono::steady_clock;

/// A thread without work spins so long before it sleeps: long enough to bridge the gap between two products of one
/// training step, short enough that an idle pool is idle.
constexpr auto kSpin = std::chrono::microseconds(200);

/// The caller waits so long for a part that another thread has begun; then that thread has been stopped, for another
/// program has its processor, and the pool is crowded for a while. A training step's parts take less, and so
/// does nearly all that interrupts a thread on a machine that has nothing else to do; longer parts, as a search for
/// neighbours has them, only make the pool use one thread more.
constexpr auto kStopped = std::chrono::milliseconds(2);
/// For so long the caller goes on waiting awake: after a turn of the other program's the thread is let on.
constexpr auto kTurn = std::chrono::milliseconds(6);
/// How long a crowded pool stays so after a thread was stopped: doubled each time when that happens again soon after. A
/// page draws, keeps and counts now and then, which is over in the first; another program goes on.
constexpr auto kFirstCrowded = std::chrono::milliseconds(40), kLongestCrowded = std::chrono::milliseconds(400);
constexpr auto kSoon = std::chrono::milliseconds(150);

void relax() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

/// How often a spinning thread asks for work before it asks for the time: some tens of microseconds where no pause is
/// known, for a browser gives the time as an object, which its collector of garbage has to take away. By 64 polls these
/// were seven megabytes a second of two threads that spun now and then.
#if defined(__wasm__)
constexpr int kPollsPerLook = 1 << 16;
#else
constexpr int kPollsPerLook = 64;
#endif

/// True as soon as `ready()`; false when it was not within `most`. Most waits are over before the first look.
template <class Ready>
bool spin_until(const Ready& ready, Clock::duration most) {
  const auto polled = [&] {
    for (int i = 0; i < kPollsPerLook; ++i) {
      if (ready()) return true;
      relax();
    }
    return false;
  };
  if (polled()) return true;
  const auto end = Clock::now() + most;
  do {
    if (polled()) return true;
  } while (Clock::now() < end);
  return false;
}

}  // namespace

using Task = std::function<void(int part)>;

/// A thread's share of a run, and what of it nobody has taken yet: in one word the run's number (high half), the first
/// part and the one behind the last (16 bits each). Whoever changes the word owns a part, and as the run cannot end
/// before that part is done, may then read the task. The thread itself takes from the front, others, once they have
/// done their own, from the back: in run after run a thread has the same parts and finds their data in its cache,
/// unless something else keeps it.
class alignas(64) PartShare {
 public:
  static constexpr int kMostParts = 0xffff;

  /// Only while no run is under way.
  void give(std::uint32_t run, int first, int last, const Task& task) {
    task_ = &task;
    word_ = static_cast<std::uint64_t>(run) << 32 | static_cast<std::uint64_t>(first) << 16 |
            static_cast<std::uint64_t>(last);
  }
  bool empty() const {
    const std::uint64_t seen = word_.load();
    return (seen >> 16 & 0xffff) == (seen & 0xffff);
  }
  /// Does a part of it; false: none is left.
  bool work(bool own) {
    std::uint64_t seen = word_.load();
    while (true) {
      const int first = static_cast<int>(seen >> 16 & 0xffff), last = static_cast<int>(seen & 0xffff);
      if (first == last) return false;
      if (!word_.compare_exchange_weak(seen, own ? seen + (1 << 16) : seen - 1)) continue;
      (*task_)(own ? first : last - 1);
      return true;
    }
  }

 private:
  std::atomic<std::uint64_t> word_{0};
  const Task* task_ = nullptr;
};

// Why a crowded pool works otherwise. Two threads and another program share two processors, and nobody sleeps: one of
// the two is stopped in the midst of a part, for milliseconds; the other waits and sleeps; its processor, now idle, is
// given the stopped thread; and there both stay, half as fast, while the other program has a processor for itself. So
// in a crowded pool one thread more takes parts, that as many threads want one processor as the other; all but the
// caller sleep as soon as there is nothing to do, since one that has just slept is seldom stopped; and the caller waits
// awake. Parts are smaller, too, as many as there are threads: less waits for the one that is stopped with one.
struct ThreadPool::Impl {
  explicit Impl(std::size_t threads) : shares(threads) {}

  std::vector<std::thread> workers;  ///< the last one is used in a crowded pool only
  std::vector<PartShare> shares;     ///< the caller's, and each worker's
  std::uint32_t number = 0;          ///< of the last run
  alignas(64) std::atomic<int> unfinished{0};

  int wanted = 0;               ///< workers that were asked for
  std::atomic<int> helpers{0};  ///< workers in use: those of a number below it
  int roused = 0;               ///< the fewest that were in use since the others were last told
  std::vector<PartTimes>* traced = nullptr;
  Doorbell work, in_use, all_done;
  std::atomic<bool> stop{false};

  std::atomic<bool> crowded{false};
  Clock::time_point crowded_until{};
  Clock::duration crowded_for{0};

  void put_to_use() {
    helpers = crowded.load() && wanted > 0 ? wanted + 1 : wanted;
    roused = std::min(roused, helpers.load());
  }

  void begin_crowded() {
    const auto now = Clock::now();
    const bool soon = now < crowded_until + kSoon;
    if (!soon)
      crowded_for = kFirstCrowded;
    else if (!crowded.load())
      crowded_for = std::min<Clock::duration>(2 * crowded_for, kLongestCrowded);
    crowded_until = now + crowded_for;
    crowded = true;
    put_to_use();
  }

  void end_crowded_in_time() {
    if (!crowded.load() || Clock::now() < crowded_until) return;
    crowded = false;
    put_to_use();
  }

  /// `thread`: 0 the caller, else a worker.
  void take_parts(std::size_t thread) {
    int done = 0;
    for (std::size_t distance = 0; distance < shares.size(); ++distance)
      while (shares[(thread + distance) % shares.size()].work(distance == 0)) ++done;
    if (done > 0 && unfinished.fetch_sub(done) == done) all_done.ring();
  }

  void give_out(int parts, const Task& task) {
    unfinished = parts;
    ++number;
    const int threads = helpers.load() + 1;
    const auto first_of = [&](int thread) { return (parts * thread + threads - 1) / threads; };
    for (int i = threads - 1; i >= 0; --i)
      shares[static_cast<std::size_t>(i)].give(number, first_of(i), first_of(i + 1), task);
  }

  void serve(int worker) {
    const std::size_t thread = static_cast<std::size_t>(worker) + 1;
    const auto used = [this, worker] { return worker < helpers.load(); };
    const auto called = [&] { return !shares[thread].empty() || stop.load() || !used(); };
    while (!stop.load()) {
      if (!used()) {
        in_use.wait([&] { return used() || stop.load(); });
        continue;
      }
      if (crowded.load() || !spin_until(called, kSpin)) work.wait(called);
      if (used()) take_parts(thread);
    }
  }
};

ThreadPool::ThreadPool(int threads) {
  const int others = std::max(threads, 1) - 1;
  const int workers = others > 0 ? others + 1 : 0;
  impl_ = std::make_unique<Impl>(static_cast<std::size_t>(workers) + 1);
  impl_->wanted = impl_->helpers = impl_->roused = others;
  impl_->workers.reserve(static_cast<std::size_t>(workers));
  for (int i = 0; i < workers; ++i) impl_->workers.emplace_back([impl = impl_.get(), i] { impl->serve(i); });
}

ThreadPool::~ThreadPool() {
  impl_->stop = true;
  impl_->work.ring();
  impl_->in_use.ring();
  for (std::thread& worker : impl_->workers) worker.join();
}

int ThreadPool::threads() const { return impl_->helpers.load() + 1; }

int ThreadPool::most() const { return std::max(static_cast<int>(impl_->workers.size()), 1); }

bool ThreadPool::crowded() const { return impl_->crowded.load(); }

void ThreadPool::use(int threads) {
  // Nobody is woken for it: who is too many sees it when he looks for work, who is wanted again is told by the next
  // run.
  impl_->wanted = std::clamp(threads, 1, most()) - 1;
  impl_->put_to_use();
}

void ThreadPool::trace(std::vector<PartTimes>* runs) { impl_->traced = runs; }

void ThreadPool::run(int parts, const std::function<void(int part)>& task) {
  if (parts <= 1 || impl_->helpers.load() == 0) {
    for (int part = 0; part < parts; ++part) task(part);
    return;
  }
  if (impl_->traced) {
    PartTimes times;
    for (int part = 0; part < parts; ++part) {
      const auto begin = std::chrono::steady_clock::now();
      task(part);
      times.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    }
    return impl_->traced->push_back(std::move(times));
  }
  Impl& pool = *impl_;
  assert(parts <= PartShare::kMostParts);
  pool.end_crowded_in_time();
  pool.give_out(parts, task);
  pool.work.ring();
  if (const int helpers = pool.helpers.load(); pool.roused < helpers) {
    pool.roused = helpers;
    pool.in_use.ring();
  }
  pool.take_parts(0);
  const auto done = [&pool] { return pool.unfinished.load() == 0; };
  if (spin_until(done, kStopped)) return;
  pool.begin_crowded();
  if (!spin_until(done, kTurn)) pool.all_done.wait(done);
}

}  // namespace hourglass
