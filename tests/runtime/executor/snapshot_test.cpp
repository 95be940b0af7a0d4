#include <condition_variable>
#include <future>

#include <gmock/gmock.h>

#include "forwarding_store.hpp"
#include "numbers.hpp"

// What the executor does with snapshots.
namespace bank_test {
namespace {

// What another release makes of the same events.
bool add_doubled(void* state, cqrs::Bytes body, const cqrs::Meta&, const void*) {
  ++folded;
  static_cast<Numbers*>(state)->push_back(static_cast<std::uint8_t>(2 * std::to_integer<unsigned>(body.front())));
  return true;
}

constexpr cqrs::EventLayout kAddDoubled[] = {{Added::kType, Added::kVersion, add_doubled, nullptr}};

class Snapshots : public testing::Test {
 protected:
  // The commands of one release of the program.
  class Release {
   public:
    Release(cqrs::Store& store, const cqrs::AggregateDefinition& definition, unsigned workers = 0)
        : definition_(definition) {
      const cqrs::AggregateDefinition* aggregates[] = {&definition_};
      cqrs::ExecutorOptions options;
      options.workers = workers;
      executor_ = cqrs::Executor::start(store, aggregates, nullptr, std::move(options)).value();
      folded = 0;
    }
    void add(const Numbers& numbers) {
      for (const auto number : numbers) add_together({number});
    }
    void add_together(Numbers numbers) {
      Add task(definition_, std::move(numbers));
      executor_->execute(task);
      EXPECT_EQ(task.ending(), cqrs::CommandTask::Ending::accepted) << task.error();
    }
    Numbers now() { return numbers(executor_->load(definition_, cqrs::as_bytes("one"))); }
    Numbers at(cqrs::Version version) {
      return numbers(executor_->load_version(definition_, cqrs::as_bytes("one"), version));
    }
    cqrs::Executor& operator*() { return *executor_; }
    [[nodiscard]] cqrs::SnapshotCounts counts() const { return executor_->snapshot_counts(); }

   private:
    static Numbers numbers(const cqrs::Result<cqrs::LoadedState>& loaded) {
      EXPECT_TRUE(loaded) << loaded.error();
      return loaded ? *static_cast<const Numbers*>(loaded->state.get()) : Numbers();
    }
    cqrs::AggregateDefinition definition_;
    std::shared_ptr<cqrs::Executor> executor_;
  };

  static cqrs::StreamRef stream() { return {{}, kNumbers.name, cqrs::as_bytes("one")}; }
  cqrs::Snapshot kept(std::uint64_t fingerprint = kNumbers.fingerprint) {
    return store_->snapshots()->load(stream(), fingerprint).value().value_or(cqrs::Snapshot());
  }
  void keep(cqrs::Version version, cqrs::Bytes bytes) {
    store_ = copy_of_the_log();
    ASSERT_TRUE(store_->snapshots()->save(stream(), kNumbers.fingerprint, version, bytes));
  }
  // The same events in a store without snapshots.
  std::unique_ptr<cqrs::memory::MemoryStore> copy_of_the_log() {
    auto copy = cqrs::memory::open();
    const auto visit = [&](const cqrs::RecordedEvent& event) {
      const cqrs::NewEvent again{event.type, event.layout_version, event.body};
      const cqrs::StreamAppend append{event.stream, cqrs::ExpectedVersion::any(), {&again, 1}};
      cqrs::AppendRequest request;
      request.streams = {&append, 1};
      request.metadata = *event.commit;
      EXPECT_TRUE(copy->append(request));
      return cqrs::Visit::next;
    };
    EXPECT_TRUE(store_->read_all({}, {}, cqrs::kNoLimit, visit));
    return copy;
  }
  // A release that finds what is kept wanting replays everything, and is right.
  void expect_discarded(const Numbers& state) {
    Release next(*store_, kNumbers);
    EXPECT_EQ(next.now(), state);
    EXPECT_EQ(next.counts().discarded, 1U);
    EXPECT_EQ(next.counts().used, 0U);
    EXPECT_EQ(kept().version, 6) << "and keeps a better one";
  }

  std::unique_ptr<cqrs::memory::MemoryStore> store_ = cqrs::memory::open();
};

TEST_F(Snapshots, AreTakenByPolicyAndStartedFrom) {
  Release first(*store_, kNumbers);
  first.add({1, 2});
  EXPECT_EQ(kept().version, 0);
  first.add({3, 4, 5, 6, 7});
  EXPECT_EQ(kept().version, 6);
  EXPECT_EQ(first.counts().saved, 2U);

  Release second(*store_, kNumbers);
  EXPECT_EQ(second.now(), (Numbers{1, 2, 3, 4, 5, 6, 7}));
  EXPECT_EQ(folded, 1) << "only what came after the snapshot";
  EXPECT_EQ(second.counts().used, 1U);
  second.add({8, 9});
  EXPECT_EQ(kept().version, 9);
  EXPECT_EQ(Release(*store_, kNumbers).now(), (Numbers{1, 2, 3, 4, 5, 6, 7, 8, 9}));
}

TEST_F(Snapshots, AreTakenWhenACommandGoesPastTheNumber) {
  Release first(*store_, kNumbers);
  first.add_together({1, 2, 3, 4});
  EXPECT_EQ(kept().version, 4);
  first.add_together({5});
  EXPECT_EQ(kept().version, 4);
  first.add_together({6, 7, 8, 9, 10});
  EXPECT_EQ(kept().version, 10);
  EXPECT_EQ(Release(*store_, kNumbers).now(), (Numbers{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
}

TEST_F(Snapshots, AreTakenAfterALongReplay) {
  Release(*store_, kNumbers).add({1, 2, 3, 4});
  store_ = copy_of_the_log();
  Release next(*store_, kNumbers);
  EXPECT_EQ(next.now(), (Numbers{1, 2, 3, 4}));
  EXPECT_EQ(kept().version, 4);
}

TEST_F(Snapshots, AreTakenOfWhatOthersHaveAppended) {
  Release one(*store_, kNumbers);
  Release other(*store_, kNumbers);
  one.add({1});
  other.add({2});
  one.add({3, 4});  // decides upon 1, meets 2
  EXPECT_EQ(one.now(), (Numbers{1, 2, 3, 4}));
  EXPECT_EQ(kept().version, 3);
}

TEST_F(Snapshots, AreNotTakenWithoutAPolicy) {
  auto definition = kNumbers;
  definition.snapshot_every = 0;
  Release first(*store_, definition);
  first.add({1, 2, 3, 4});
  EXPECT_EQ(kept().version, 0);
  EXPECT_EQ(Release(*store_, definition).now().size(), 4U);
}

TEST_F(Snapshots, OfAnotherFoldAreNotTakenForState) {
  auto doubled = kNumbers;
  doubled.events = kAddDoubled;
  Release(*store_, kNumbers).add({1, 2, 3, 4});
  doubled.fingerprint = 2;
  EXPECT_EQ(Release(*store_, doubled).now(), (Numbers{2, 4, 6, 8})) << "the other fold replays";
  EXPECT_EQ(kept(2).version, 4) << "and keeps its own";
  EXPECT_EQ(Release(*store_, kNumbers).now(), (Numbers{1, 2, 3, 4})) << "back again: replays too";
}

TEST_F(Snapshots, AreToldApartByNothingButTheFingerprint) {
  auto doubled = kNumbers;
  doubled.events = kAddDoubled;
  Release(*store_, kNumbers).add({1, 2, 3, 4});
  EXPECT_EQ(Release(*store_, doubled).now(), (Numbers{1, 2, 3, 8})) << "so the compiler must change it with the fold";
}

TEST_F(Snapshots, AreNotUsedForWhatWasBefore) {
  Release(*store_, kNumbers).add({1, 2, 3, 4, 5, 6, 7, 8});
  Release next(*store_, kNumbers);
  EXPECT_EQ(next.at(5), (Numbers{1, 2, 3, 4, 5}));
  EXPECT_EQ(next.counts().used, 0U);
  EXPECT_EQ(next.at(6), (Numbers{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(next.at(7), (Numbers{1, 2, 3, 4, 5, 6, 7}));
  EXPECT_EQ(next.counts().used, 2U);
  const auto beyond = (*next).load_version(kNumbers, cqrs::as_bytes("one"), 9);
  ASSERT_FALSE(beyond);
  EXPECT_NE(beyond.error().code, cqrs::ErrorCode::corruption);
  const auto before = (*next).load_instant(kNumbers, cqrs::as_bytes("one"), cqrs::Instant{0});
  ASSERT_FALSE(before);
  EXPECT_EQ(next.counts().discarded, 0U);
}

class BadSnapshot : public Snapshots {
 protected:
  BadSnapshot() {
    Release(*store_, kNumbers).add(numbers_);
    good_ = kept();
  }
  Numbers numbers_{1, 2, 3, 4, 5, 6};
  cqrs::Snapshot good_;
};

TEST_F(BadSnapshot, ThatIsNoneIsDiscarded) {
  keep(6, cqrs::as_bytes("no snapshot"));
  expect_discarded(numbers_);
}

TEST_F(BadSnapshot, WithoutAStateIsDiscarded) {
  keep(6, cqrs::Bytes(good_.bytes).first(17));
  expect_discarded(numbers_);
}

TEST_F(BadSnapshot, OfANewerFormatIsDiscarded) {
  good_.bytes.front() = std::byte{2};
  keep(6, good_.bytes);
  expect_discarded(numbers_);
}

TEST_F(BadSnapshot, OfWhatIsNotInTheLogIsDiscarded) {
  keep(5, good_.bytes);
  expect_discarded(numbers_);
}

TEST_F(BadSnapshot, OfAnotherEventAtTheSameVersionIsDiscarded) {
  good_.bytes[5] ^= std::byte{1};
  keep(6, good_.bytes);
  expect_discarded(numbers_);
}

TEST_F(BadSnapshot, LaterThanTheLogIsDiscarded) {
  store_ = copy_of_the_log();
  ASSERT_TRUE(store_->snapshots()->save(stream(), kNumbers.fingerprint, 7, good_.bytes));
  Release next(*store_, kNumbers);
  EXPECT_EQ(next.now(), numbers_);
  EXPECT_EQ(next.counts().discarded, 1U);
}

TEST_F(BadSnapshot, WithoutAVersionIsDiscarded) {
  keep(0, good_.bytes);
  expect_discarded(numbers_);
}

TEST_F(BadSnapshot, ThatItsEventsCannotBeFoldedIntoIsDiscarded) {
  Release(*store_, kNumbers).add({7});
  good_.bytes.back() = std::byte{200};
  keep(6, good_.bytes);
  Release next(*store_, kNumbers);
  EXPECT_EQ(next.now(), (Numbers{1, 2, 3, 4, 5, 6, 7}));
  EXPECT_EQ(next.counts().discarded, 1U);
}

TEST_F(Snapshots, OfAStateThatHasNoBytesAreNotTaken) {
  Release first(*store_, kNumbers);
  first.add({1, 255, 3, 4});
  EXPECT_EQ(kept().version, 0);
  EXPECT_EQ(first.counts().failed, 1U);
  EXPECT_THAT(first.counts().last_error->text, testing::HasSubstr("test.Numbers/one"));
}

// Keeps nothing and fails, or makes whoever saves wait.
class Unwilling final : public cqrs::SnapshotStore {
 public:
  cqrs::Result<void> save(const cqrs::StreamRef&, std::uint64_t, cqrs::Version, cqrs::Bytes) override {
    ++asked;
    std::unique_lock lock(mutex_);
    opened_.wait(lock, [&] { return open_; });
    return result;
  }
  cqrs::Result<std::optional<cqrs::Snapshot>> load(const cqrs::StreamRef&, std::uint64_t) override {
    return cqrs::fail(cqrs::ErrorCode::unavailable, "the disk is away");
  }
  void block() { open_ = false; }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    opened_.notify_all();
  }

  cqrs::Result<void> result;
  std::atomic<int> asked = 0;

 private:
  std::mutex mutex_;
  std::condition_variable opened_;
  bool open_ = true;
};

TEST_F(Snapshots, ThatCannotBeReadOrSavedFailNothing) {
  Unwilling unwilling;
  unwilling.result = cqrs::fail(cqrs::ErrorCode::storage_full, "the disk is full");
  ForwardingStore store(&unwilling);
  Release first(store, kNumbers);
  first.add({1, 2, 3, 4, 5, 6});
  EXPECT_EQ(unwilling.asked, 2);
  EXPECT_EQ(first.counts().failed, 3U) << "one of loading, two of saving";
  EXPECT_EQ(first.counts().last_error->text, "the disk is full");
  EXPECT_EQ(Release(store, kNumbers).now().size(), 6U);
}

TEST_F(Snapshots, AreOfferedNoMoreToAStoreThatTakesNone) {
  Unwilling unwilling;
  unwilling.result = cqrs::fail(cqrs::ErrorCode::unsupported, "it is read-only");
  ForwardingStore store(&unwilling);
  Release(store, kNumbers).add({1, 2, 3, 4, 5, 6, 7, 8, 9});
  EXPECT_EQ(unwilling.asked, 1);
}

TEST_F(Snapshots, HoldUpNoCommandAndAreHandedOverBeforeTheEnd) {
  Unwilling unwilling;
  unwilling.block();
  ForwardingStore store(&unwilling);
  auto every_event = kNumbers;
  every_event.snapshot_every = 1;
  Release first(store, every_event, 1);
  first.add(Numbers(300, 1));
  EXPECT_EQ(first.now().size(), 300U) << "all were carried out while the first snapshot was being saved";
  EXPECT_LE(unwilling.asked, 1);
  auto stopped = std::async(std::launch::async, [&] { return (*first).stop(); });
  unwilling.open();
  EXPECT_TRUE(stopped.get());
  EXPECT_EQ(first.counts().saved, 256U);
  EXPECT_EQ(first.counts().skipped, 44U) << "what waits is bounded";
}

TEST_F(Snapshots, AreDoneWithoutWhereTheStoreKeepsNone) {
  ForwardingStore store(nullptr);
  Release first(store, kNumbers);
  first.add({1, 2, 3, 4});
  EXPECT_EQ(Release(store, kNumbers).now(), (Numbers{1, 2, 3, 4}));
  EXPECT_EQ(first.counts().saved + first.counts().failed, 0U);
}

}  // namespace
}  // namespace bank_test
