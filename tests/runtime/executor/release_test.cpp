#include <filesystem>

#include <gmock/gmock.h>

#include <cqrs/memory.hpp>
#include <cqrs/sqlite.hpp>

#include "numbers.hpp"

// What becomes of a stream when an older release meets events that only a newer one knows.
namespace bank_test {
namespace {

// What the newer release adds: a second layout, and an event.
bool add_plus_100(void* state, cqrs::Bytes body, const cqrs::Meta& meta, const void* externs) {
  if (!add(state, body, meta, externs)) return false;
  static_cast<Numbers*>(state)->back() = static_cast<std::uint8_t>(static_cast<Numbers*>(state)->back() + 100);
  return true;
}
bool clear(void* state, cqrs::Bytes, const cqrs::Meta&, const void*) {
  static_cast<Numbers*>(state)->clear();
  return true;
}
constexpr cqrs::EventLayout kNewerEvents[] = {{Added::kType, 1, add, nullptr},
                                              {Added::kType, 2, add_plus_100, nullptr},
                                              {"test.Numbers.Cleared", 1, clear, nullptr}};

cqrs::AggregateDefinition newer() {
  auto definition = kNumbers;
  definition.events = kNewerEvents;
  definition.fingerprint = 2;
  return definition;
}

struct AddedV2 : Added {
  static constexpr std::uint32_t kVersion = 2;
};
struct Cleared {
  static constexpr std::string_view kType = "test.Numbers.Cleared";
  static constexpr std::uint32_t kVersion = 1;
};
void encode(cqrs::Buffer&, const Cleared&) {}

// A command of the newer release.
template <class Event>
class Do final : public cqrs::CommandTask {
 public:
  Do(const cqrs::AggregateDefinition& definition, std::string_view key, Event event)
      : CommandTask(definition, "test.Numbers.Do", cqrs::to_buffer(cqrs::as_bytes(key)), {}), event_(event) {}
  bool decide(const void*, const cqrs::Context&, cqrs::EncodedEvents& events) override {
    events.add(event_);
    return true;
  }
  bool reject_overflow() override { return false; }
  bool reject_invariant(std::string_view) override { return false; }
  [[nodiscard]] std::string body_text() const override { return {}; }
  [[nodiscard]] cqrs::Rejection rejection() const override { return {}; }

 private:
  Event event_;
};

// One release of the program, running on a store.
class Release {
 public:
  Release(cqrs::Store& store, const cqrs::AggregateDefinition& definition) : store_(store), definition_(definition) {
    const cqrs::AggregateDefinition* aggregates[] = {&definition_};
    executor_ = cqrs::Executor::start(store, aggregates, nullptr, {}).value();
  }

  // Empty, or the error.
  std::string add(std::string_view key, const Numbers& numbers) { return run(Add(definition_, numbers, key)); }
  template <class Event>
  std::string append(std::string_view key, Event event) {
    return run(Do<Event>(definition_, key, event));
  }
  [[nodiscard]] cqrs::Result<cqrs::LoadedState> load(std::string_view key) const {
    return executor_->load(definition_, cqrs::as_bytes(key));
  }
  [[nodiscard]] Numbers now(std::string_view key) const {
    const auto loaded = load(key);
    EXPECT_TRUE(loaded) << loaded.error();
    return loaded ? *static_cast<const Numbers*>(loaded->state.get()) : Numbers();
  }
  [[nodiscard]] cqrs::Version at(std::string_view key, cqrs::Version version) const {
    const auto loaded = executor_->load_version(definition_, cqrs::as_bytes(key), version);
    EXPECT_TRUE(loaded) << loaded.error();
    return loaded ? loaded->version : 0;
  }
  [[nodiscard]] cqrs::Version head(std::string_view key) const {
    return store_.head({{}, kNumbers.name, cqrs::as_bytes(key)}).value();
  }
  // The stream is stopped: nothing is read, decided or written, and the error says what to do.
  void expect_stopped(std::string_view key, std::string_view event) {
    const auto before = head(key);
    const auto state = load(key);
    ASSERT_FALSE(state);
    EXPECT_EQ(state.error().code, cqrs::ErrorCode::unsupported_version);
    EXPECT_THAT(state.error().text, testing::HasSubstr(std::string(event)));
    EXPECT_THAT(state.error().text, testing::HasSubstr("nothing is lost; run the"));
    EXPECT_THAT(add(key, {9}), testing::HasSubstr(std::string(event)));
    EXPECT_THAT(add(key, {}), testing::HasSubstr(std::string(event))) << "nor does it end without events";
    EXPECT_EQ(head(key), before);
  }

 private:
  template <class Task>
  std::string run(Task&& task) {
    executor_->execute(task);
    if (task.ending() == cqrs::CommandTask::Ending::accepted) return {};
    EXPECT_EQ(task.error().code, cqrs::ErrorCode::unsupported_version);
    return task.error().text;
  }

  cqrs::Store& store_;
  cqrs::AggregateDefinition definition_;
  std::shared_ptr<cqrs::Executor> executor_;
};

class Rollback : public testing::Test {
 protected:
  Rollback() {
    directory_ = std::filesystem::temp_directory_path() / ("cqrs_release_" + to_string(cqrs::Uuid::make()));
    std::filesystem::create_directory(directory_);
  }
  ~Rollback() override { std::filesystem::remove_all(directory_); }
  auto open() { return cqrs::sqlite::open(directory_ / "store.db").value(); }

  std::filesystem::path directory_;
};

TEST_F(Rollback, StopsTheStreamsItMustAndLosesNothing) {
  {
    const auto store = open();
    Release next(*store, newer());
    for (const auto* key : {"upcast", "cleared", "plain"}) EXPECT_EQ(next.add(key, {1, 2}), "");
    EXPECT_EQ(next.append("upcast", AddedV2{{3}}), "");
    EXPECT_EQ(next.append("cleared", Cleared{}), "");
    EXPECT_EQ(next.add("cleared", {4}), "");
  }
  {
    const auto store = open();
    Release old(*store, kNumbers);
    old.expect_stopped("upcast", "test.Numbers.Added v2");
    old.expect_stopped("cleared", "test.Numbers.Cleared v1");
    EXPECT_EQ(old.at("upcast", 2), 2) << "what came before can be read";
    EXPECT_EQ(old.add("plain", {3, 4}), "") << "other streams go on";
    EXPECT_EQ(old.now("plain"), (Numbers{1, 2, 3, 4}));
    old.expect_stopped("upcast", "test.Numbers.Added v2");
  }
  const auto store = open();
  Release next(*store, newer());
  EXPECT_EQ(next.now("upcast"), (Numbers{1, 2, 103}));
  EXPECT_EQ(next.now("cleared"), (Numbers{4}));
  EXPECT_EQ(next.now("plain"), (Numbers{1, 2, 3, 4}));
  EXPECT_EQ(next.add("upcast", {5}), "");
  EXPECT_EQ(next.now("upcast"), (Numbers{1, 2, 103, 5}));
  EXPECT_EQ(next.head("cleared"), 4);
}

TEST_F(Rollback, DoesNotStartFromASnapshotBehindWhatItDoesNotKnow) {
  {
    const auto store = open();
    Release next(*store, newer());
    EXPECT_EQ(next.add("upcast", {1, 2}), "");
    EXPECT_EQ(next.append("upcast", AddedV2{{3}}), "");  // and is kept: the policy is 3
  }
  const auto store = open();
  ASSERT_TRUE(
      store->snapshots()->load({{}, kNumbers.name, cqrs::as_bytes("upcast")}, newer().fingerprint).value().has_value());
  Release(*store, kNumbers).expect_stopped("upcast", "test.Numbers.Added v2");
}

// Two releases at once, as while one takes over from the other on an engine that several processes write.
TEST(TwoReleases, TheOlderOneStopsWhereItHasAStateOfBefore) {
  const auto store = cqrs::memory::open();
  Release old(*store, kNumbers);
  Release next(*store, newer());
  EXPECT_EQ(old.add("one", {1}), "");
  EXPECT_EQ(old.add("two", {1}), "");
  EXPECT_EQ(next.append("one", AddedV2{{2}}), "");
  EXPECT_THAT(old.add("one", {3}), testing::HasSubstr("test.Numbers.Added v2")) << "met on the conflict";
  old.expect_stopped("one", "test.Numbers.Added v2");
  EXPECT_EQ(old.add("two", {2}), "");
  EXPECT_EQ(next.add("one", {4}), "");
  EXPECT_EQ(next.now("one"), (Numbers{1, 102, 4}));
  old.expect_stopped("one", "test.Numbers.Added v2");
}

}  // namespace
}  // namespace bank_test
