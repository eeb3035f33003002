#include "math/thread_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <ctime>
#include <set>
#include <thread>
#include <vector>

namespace hourglass {
namespace {

TEST(ThreadPool, CallsEveryPartOnceHoweverManyThreadsThereAre) {
  for (const int threads : {0, 1, 2, 3, 5}) {
    ThreadPool pool(threads);
    EXPECT_EQ(pool.threads(), std::max(threads, 1));
    for (const int parts : {0, 1, 2, 3, 7, 100}) {
      std::vector<std::atomic<int>> calls(static_cast<std::size_t>(parts));
      pool.run(parts, [&](int part) { ++calls[static_cast<std::size_t>(part)]; });
      for (const auto& count : calls) EXPECT_EQ(count.load(), 1) << threads << " threads, " << parts << " parts";
    }
  }
}

TEST(ThreadPool, HasSeenAllWorkDoneWhenRunReturnsThousandsOfTimes) {
  ThreadPool pool(3);
  std::vector<long> sums(8);
  for (int round = 1; round <= 20000; ++round) {
    pool.run(8, [&](int part) { sums[static_cast<std::size_t>(part)] += part; });
    for (long part = 0; part < 8; ++part) ASSERT_EQ(sums[static_cast<std::size_t>(part)], part * round);
  }
}

TEST(ThreadPool, TellsWhatEachPartCostWhereItIsTraced) {
  ThreadPool pool(4);
  std::vector<ThreadPool::PartTimes> runs;
  pool.trace(&runs);
  std::vector<std::thread::id> who(6);
  const auto task = [&](int part) { who[static_cast<std::size_t>(part)] = std::this_thread::get_id(); };
  pool.run(6, task);
  pool.run(1, task);
  ASSERT_EQ(runs.size(), 1u) << "what is not shared is no run";
  EXPECT_EQ(runs[0].size(), 6u);
  EXPECT_TRUE(std::ranges::all_of(runs[0], [](double seconds) { return seconds >= 0 && seconds < 1; }));
  EXPECT_TRUE(std::ranges::all_of(who, [](std::thread::id id) { return id == std::this_thread::get_id(); }));
  pool.trace(nullptr);
  pool.run(6, task);
  EXPECT_EQ(runs.size(), 1u);
}

TEST(ThreadPool, UsesAsManyThreadsAsItIsTold) {
  ThreadPool pool(4);
  EXPECT_EQ(pool.most(), 4);
  for (const int asked : {2, 1, 4, 3, 0, 9, 2}) {
    pool.use(asked);
    const int used = std::clamp(asked, 1, 4);
    EXPECT_EQ(pool.threads(), used + (pool.crowded() && used > 1));
    // Each part waits until as many have begun as threads are in use: fewer could never finish, and more would be seen.
    std::atomic<int> begun{0}, at_once{0}, most_at_once{0};
    for (int run = 0; run < 20; ++run) {
      begun = 0;
      pool.run(used, [&](int) {
        ++begun;
        while (begun.load() < used) std::this_thread::yield();
      });
    }
    const bool crowded = pool.crowded();
    pool.run(64, [&](int) {
      const int now = ++at_once;
      for (int seen = most_at_once.load(); seen < now && !most_at_once.compare_exchange_weak(seen, now);) continue;
      std::this_thread::sleep_for(std::chrono::microseconds(200));
      --at_once;
    });
    EXPECT_LE(most_at_once.load(), used + (crowded || pool.crowded()));
  }
}

TEST(ThreadPool, ChangesItsNumberBetweenThousandsOfRuns) {
  ThreadPool pool(4);
  long sum = 0;
  for (int round = 1; round <= 20000; ++round) {
    pool.use(1 + round % 4);
    std::atomic<long> parts{0};
    pool.run(5, [&](int part) { parts += part; });
    sum += parts.load();
  }
  EXPECT_EQ(sum, 20000L * 10);
}

TEST(ThreadPool, WakesThreadsThatWentToSleep) {
  ThreadPool pool(2);
  for (int i = 0; i < 20; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(3));
    // Both parts wait for the other: one thread alone could never finish.
    std::atomic<int> arrived{0};
    pool.run(2, [&](int) {
      ++arrived;
      while (arrived.load() < 2) std::this_thread::yield();
    });
    EXPECT_EQ(arrived.load(), 2);
  }
}

TEST(ThreadPool, SleepsWhileACallerWaitsForALongPart) {
  ThreadPool pool(2);
  std::atomic<bool> done{false};
  std::atomic<int> arrived{0};
  pool.run(2, [&](int part) {
    ++arrived;
    while (arrived.load() < 2) std::this_thread::yield();
    if (part == 1) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      done = true;
    }
  });
  EXPECT_TRUE(done.load());
}

/// Runs until the caller had to wait for a thread that does not go on: on a busy machine the caller may come to wait
/// when the long part is over.
void crowd(ThreadPool& pool) {
  const auto caller = std::this_thread::get_id();
  for (int i = 0; i < 300 && !pool.crowded(); ++i) {
    std::atomic<int> arrived{0};
    pool.run(2, [&](int) {
      ++arrived;
      while (arrived.load() < 2) std::this_thread::yield();
      if (std::this_thread::get_id() != caller) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    });
  }
  ASSERT_TRUE(pool.crowded());
}

TEST(ThreadPool, UsesOneThreadMoreForAWhileAfterOneWasStopped) {
  ThreadPool pool(3);
  crowd(pool);
  EXPECT_EQ(pool.threads(), 4);
  EXPECT_EQ(pool.most(), 3);
  pool.use(1);
  EXPECT_EQ(pool.threads(), 1);
  pool.use(3);
  for (int i = 0; i < 6000 && pool.crowded(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    pool.run(8, [](int) {});
  }
  EXPECT_FALSE(pool.crowded());
  EXPECT_EQ(pool.threads(), 3);
}

TEST(ThreadPool, OfACrowdedPoolTheOneThreadMoreTakesPart) {
  ThreadPool pool(3);
  // Four parts that wait for each other, as long as it can be that the fourth thread has to be woken first; on a busy
  // machine the pool may be crowded no more when they are given out.
  std::atomic<int> arrived{0};
  for (int i = 0; i < 100 && arrived.load() < 4; ++i) {
    crowd(pool);
    arrived = 0;
    pool.run(4, [&](int) {
      const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(100);
      const auto missing = [&] { return arrived.load() < 4 && std::chrono::steady_clock::now() < end; };
      for (++arrived; missing();) std::this_thread::yield();
      if (arrived.load() < 4) --arrived;
    });
  }
  EXPECT_EQ(arrived.load(), 4);
}

TEST(ThreadPool, CostsNoProcessorTimeWhileIdle) {
  ThreadPool pool(3);
  pool.run(3, [](int) {});
  // On a busy machine it may take them a while to find that there is nothing to do.
  double used = 1;
  for (int i = 0; i < 300 && used >= 0.02; ++i) {
    const std::clock_t before = std::clock();
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    used = static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
  }
  EXPECT_LT(used, 0.02);
}

}  // namespace
}  // namespace hourglass
