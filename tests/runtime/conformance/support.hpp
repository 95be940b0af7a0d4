#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cqrs/store.hpp>

// What the conformance tests share: the engine under test, and requests that are short to write.

namespace cqrs::conformance {

/// A store in a place of its own, which goes with this object.
class Engine {
 public:
  Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  virtual ~Engine() = default;

  [[nodiscard]] virtual Store& store() = 0;
  /// Lets go of the store and opens the same place again.
  virtual void reopen() = 0;
};

/// Defined once in each test program, by the engine it tests.
[[nodiscard]] std::unique_ptr<Engine> make_engine(const Limits& limits);

class ConformanceTest : public testing::Test {
 protected:
  ConformanceTest() : engine_(make_engine({})) {}

  [[nodiscard]] Store& store() { return engine_->store(); }
  [[nodiscard]] bool has(Capability capability) { return store().capabilities().has(capability); }
  void reopen() { engine_->reopen(); }
  void use_limits(const Limits& limits) {
    engine_.reset();
    engine_ = make_engine(limits);
  }

 private:
  std::unique_ptr<Engine> engine_;
};

/// "account/1" is the stream with that key in the category "account".
[[nodiscard]] StreamId stream(const std::string& name, const std::string& tenant = "");

struct Event {
  std::string type = "Happened";
  std::string body = "body";
  std::vector<std::string> tags = {};
  std::uint32_t layout_version = 1;
};

/// `count` events whose bodies are "0", "1", …
[[nodiscard]] std::vector<Event> numbered(std::size_t count);

/// An append in the making; owns all it refers to.
class Append {
 public:
  Append() { metadata_.command_id = Uuid::make(); }

  Append& write(const StreamId& to, ExpectedVersion expected, std::vector<Event> events);
  Append& write(const std::string& to, std::vector<Event> events) {
    return write(stream(to), ExpectedVersion::any(), std::move(events));
  }
  Append& check(const std::string& name, ExpectedVersion expected) { return write(stream(name), expected, {}); }
  Append& unless(std::vector<std::string> tags, Position after = {}, std::vector<std::string> types = {});
  Append& command(const Uuid& id, const std::string& body, const std::string& result = "");
  CommitMetadata& metadata() { return metadata_; }

  /// Valid as long as this object and until it is changed.
  [[nodiscard]] AppendRequest request();

  Result<AppendOutcome> to(Store& store) { return store.append(request()); }

 private:
  struct Part {
    StreamId stream;
    ExpectedVersion expected;
    std::vector<Event> events;
    std::vector<std::vector<std::string_view>> tags;
    std::vector<NewEvent> views;
  };
  struct Condition {
    std::vector<std::string> tags;
    std::vector<std::string> types;
    Position after;
    std::vector<std::string_view> tag_views;
    std::vector<std::string_view> type_views;
  };

  std::deque<Part> parts_;
  std::deque<Condition> conditions_;
  std::vector<StreamAppend> part_views_;
  std::vector<TagCondition> condition_views_;
  CommitMetadata metadata_;
  std::optional<Hash128> body_hash_;
  std::string result_;
};

/// An event read, copied out of the visitor.
struct Seen {
  std::string stream;  ///< as to_string says it
  Version version = 0;
  Position position;
  std::string type;
  std::uint32_t layout_version = 0;
  Uuid id;
  std::string body;
  std::vector<std::string> tags;
  Uuid command_id;

  explicit Seen(const RecordedEvent& event);
  Seen() = default;
};

/// Fails the test on an error.
[[nodiscard]] std::vector<Seen> read(Store& store, const StreamId& name, Version from = 1,
                                     std::size_t limit = kNoLimit);
[[nodiscard]] std::vector<Seen> read_all(Store& store, Position after = {}, const EventFilter& filter = {},
                                         std::size_t limit = kNoLimit);

[[nodiscard]] std::vector<std::string> bodies(const std::vector<Seen>& events);

/// The code of the error, or none.
template <class T>
std::optional<ErrorCode> code_of(const Result<T>& result) {
  return result ? std::nullopt : std::optional(result.error().code);
}

#define ASSERT_OK(result)                                                                        \
  do {                                                                                           \
    const auto& asserted_result = (result);                                                      \
    ASSERT_TRUE(asserted_result.has_value()) << testing::PrintToString(asserted_result.error()); \
  } while (false)

#define EXPECT_ERROR(result, expected_code)                                                          \
  do {                                                                                               \
    const auto& expected_result = (result);                                                          \
    ASSERT_FALSE(expected_result.has_value()) << "no error, where " << (expected_code) << " is due"; \
    EXPECT_EQ(expected_result.error().code, (expected_code)) << expected_result.error().text;        \
  } while (false)

}  // namespace cqrs::conformance
