#include <thread>

#include "support.hpp"

namespace cqrs::conformance {
namespace {

class SnapshotTest : public ConformanceTest {
 protected:
  /// Null where the engine has none, which it must then say.
  SnapshotStore* snapshots() {
    EXPECT_EQ(store().snapshots() != nullptr, has(Capability::snapshots));
    return store().snapshots();
  }
};

constexpr std::uint64_t kFingerprint = 0xF00DF00DF00DF00DU;

TEST_F(SnapshotTest, ComesBack) {
  auto* const kept = snapshots();
  if (kept == nullptr) return;
  ASSERT_OK(kept->save(stream("account/1"), kFingerprint, 7, as_bytes("state")));
  const auto loaded = kept->load(stream("account/1"), kFingerprint);
  ASSERT_OK(loaded);
  ASSERT_TRUE(loaded->has_value());
  EXPECT_EQ((*loaded)->version, 7);
  EXPECT_EQ(as_text((*loaded)->bytes), "state");
}

TEST_F(SnapshotTest, IsNoneForOtherStreamsAndFingerprints) {
  auto* const kept = snapshots();
  if (kept == nullptr) return;
  ASSERT_OK(kept->save(stream("account/1"), kFingerprint, 7, as_bytes("state")));
  for (const auto& other : {stream("account/2"), stream("order/1"), stream("account/1", "acme")}) {
    const auto loaded = kept->load(other, kFingerprint);
    ASSERT_OK(loaded);
    EXPECT_FALSE(loaded->has_value());
  }
  const auto stale = kept->load(stream("account/1"), kFingerprint + 1);
  ASSERT_OK(stale);
  EXPECT_FALSE(stale->has_value());
}

TEST_F(SnapshotTest, TheLaterOneWins) {
  auto* const kept = snapshots();
  if (kept == nullptr) return;
  const auto version = [&](std::uint64_t fingerprint) {
    const auto loaded = kept->load(stream("account/1"), fingerprint);
    return loaded && loaded->has_value() ? (*loaded)->version : 0;
  };
  ASSERT_OK(kept->save(stream("account/1"), kFingerprint, 7, as_bytes("seven")));
  ASSERT_OK(kept->save(stream("account/1"), kFingerprint, 5, as_bytes("five")));
  EXPECT_EQ(version(kFingerprint), 7);
  ASSERT_OK(kept->save(stream("account/1"), kFingerprint, 9, as_bytes("nine")));
  EXPECT_EQ(version(kFingerprint), 9);
  ASSERT_OK(kept->save(stream("account/1"), kFingerprint + 1, 3, as_bytes("other code")));
  EXPECT_EQ(version(kFingerprint), 0);
  EXPECT_EQ(version(kFingerprint + 1), 3);
}

TEST_F(SnapshotTest, IsOfAnySize) {
  auto* const kept = snapshots();
  if (kept == nullptr) return;
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{3'000'000}}) {
    const std::string state(size, 's');
    const auto name = stream("account/" + std::to_string(size));
    ASSERT_OK(kept->save(name, kFingerprint, 1, as_bytes(state)));
    const auto loaded = kept->load(name, kFingerprint);
    ASSERT_OK(loaded);
    ASSERT_TRUE(loaded->has_value());
    EXPECT_EQ(as_text((*loaded)->bytes), state);
  }
}

TEST_F(SnapshotTest, IsWholeWhoeverSavesMeanwhile) {
  auto* const kept = snapshots();
  if (kept == nullptr) return;
  constexpr Version kLast = 200;
  std::vector<std::thread> threads;
  for (int first = 1; first <= 2; ++first) {
    threads.emplace_back([&, first] {
      for (Version version = first; version <= kLast; version += 2) {
        const std::string state(1'000, static_cast<char>('a' + version % 26));
        EXPECT_TRUE(kept->save(stream("account/1"), kFingerprint, version, as_bytes(state)));
      }
    });
  }
  Version seen = 0;
  while (seen < kLast) {
    const auto loaded = kept->load(stream("account/1"), kFingerprint);
    ASSERT_OK(loaded);
    if (!loaded->has_value()) continue;
    EXPECT_GE((*loaded)->version, seen);
    seen = (*loaded)->version;
    EXPECT_EQ(as_text((*loaded)->bytes), std::string(1'000, static_cast<char>('a' + seen % 26)));
  }
  for (auto& thread : threads) thread.join();
}

TEST_F(SnapshotTest, IsNotToBeHadFromAClosedStore) {
  auto* const kept = snapshots();
  if (kept == nullptr) return;
  ASSERT_OK(kept->save(stream("account/1"), kFingerprint, 7, as_bytes("state")));
  ASSERT_OK(store().close());
  EXPECT_ERROR(kept->save(stream("account/1"), kFingerprint, 8, as_bytes("state")), ErrorCode::stopped);
  EXPECT_ERROR(kept->load(stream("account/1"), kFingerprint), ErrorCode::stopped);
}

TEST_F(SnapshotTest, SurvivesAnOrderlyRestart) {
  auto* const kept = snapshots();
  if (kept == nullptr || !has(Capability::durable)) return;
  const std::string state(100'000, 's');
  ASSERT_OK(kept->save(stream("account/1"), kFingerprint, 7, as_bytes(state)));
  reopen();
  const auto loaded = snapshots()->load(stream("account/1"), kFingerprint);
  ASSERT_OK(loaded);
  ASSERT_TRUE(loaded->has_value());
  EXPECT_EQ(as_text((*loaded)->bytes), state);
}

}  // namespace
}  // namespace cqrs::conformance
