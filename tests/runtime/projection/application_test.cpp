#include <condition_variable>
#include <mutex>

#include <cqrs/application.hpp>

#include "projection_fixture.hpp"

namespace projection_test {
namespace {

struct Domain;

/// As the compiler writes a query, with the context it belongs to.
struct Sums : AtLeast {
  using Context = Domain;
};

struct Domain : cqrs::Application<Domain> {
  static cqrs::Result<Domain> start(cqrs::Store& store, cqrs::ApplicationOptions options = {}) {
    static const cqrs::ProjectionDefinition* const kProjections[] = {&Total::definition()};
    auto parts = cqrs::ApplicationParts::start(store, {}, kProjections, nullptr, std::move(options));
    if (!parts) return cqrs::unexpected<cqrs::Error>(std::move(parts).error());
    return Domain(*std::move(parts));
  }
  static std::span<const cqrs::JsonCommand> json_commands() { return {}; }

 private:
  using Application::Application;
};

using Answer = cqrs::Result<cqrs::Page<Total>>;

/// Waits for answers on another thread.
class Answers {
 public:
  void add(const Answer& answer) {
    const std::lock_guard lock(mutex_);
    answers_.push_back(answer);
    added_.notify_all();
  }
  Answer wait_for(std::size_t number) {
    std::unique_lock lock(mutex_);
    added_.wait(lock, [&] { return answers_.size() >= number; });
    return answers_[number - 1];
  }
  std::size_t count() {
    const std::lock_guard lock(mutex_);
    return answers_.size();
  }

 private:
  std::mutex mutex_;
  std::condition_variable added_;
  std::vector<Answer> answers_;
};

TEST(ApplicationTest, RunsItsProjectionsByItself) {
  const auto store = cqrs::memory::open();
  auto app = Domain::start(*store);
  ASSERT_TRUE(app);
  const auto position = add(*store, "a", "Added", "5");
  const auto page = app->query(Sums{{.sum = 1}}, cqrs::after(position, kLong));
  ASSERT_TRUE(page) << page.error();
  EXPECT_EQ(page->rows, (std::vector<Total>{{"a", 5, "a:1.0 "}}));
  EXPECT_EQ(page->position, position);
  EXPECT_EQ(page->next, "");
  EXPECT_EQ(app->projections().status().size(), 1U);
}

TEST(ApplicationTest, PagesByCursor) {
  const auto store = cqrs::memory::open();
  auto app = Domain::start(*store);
  ASSERT_TRUE(app);
  for (const char* key : {"a", "b", "c"}) add(*store, key, "Added", "5");
  cqrs::QueryOptions options = cqrs::after(*store->end(0), kLong);
  options.page_rows = 2;
  const auto first = app->query(Sums{}, options);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->rows.size(), 2U);
  options.cursor = first->next;
  const auto second = app->query(Sums{}, options);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->rows.at(0).key, "c");
  EXPECT_EQ(second->next, "");
}

TEST(ApplicationTest, AQueryThatWaitsInVainSaysSo) {
  const auto store = cqrs::memory::open();
  auto app = Domain::start(*store);
  ASSERT_TRUE(app);
  const auto page = app->query(Sums{}, cqrs::after(cqrs::Position(0, 9), std::chrono::nanoseconds(1)));
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().code, cqrs::ErrorCode::behind);
}

TEST(ApplicationTest, AWatchedAnswerComesAgainWhenItHasChanged) {
  const auto store = cqrs::memory::open();
  auto app = Domain::start(*store);
  ASSERT_TRUE(app);
  Answers answers;
  auto watching = app->watch(Sums{{.sum = 10}}, [&](const Answer& answer) { answers.add(answer); });
  EXPECT_EQ(answers.wait_for(1)->rows.size(), 0U);
  add(*store, "a", "Added", "5");  // not among the results
  add(*store, "a", "Added", "5");
  EXPECT_EQ(answers.wait_for(2)->rows.at(0).sum, 10);
  watching.reset();
  const auto last = add(*store, "a", "Added", "5");
  ASSERT_TRUE(app->projections().wait_all(last, kLong));
  EXPECT_EQ(answers.count(), 2U);
}

TEST(ApplicationTest, AWatchMayEndItself) {
  const auto store = cqrs::memory::open();
  auto app = Domain::start(*store);
  ASSERT_TRUE(app);
  Answers answers;
  std::mutex mutex;
  std::shared_ptr<void> watching;
  {
    const std::lock_guard lock(mutex);
    watching = app->watch(Sums{}, [&](const Answer& answer) {
      const std::lock_guard inside(mutex);
      watching.reset();
      answers.add(answer);
    });
  }
  EXPECT_TRUE(answers.wait_for(1));
}

TEST(ApplicationTest, StoppingStopsWhatFollows) {
  const auto store = cqrs::memory::open();
  auto app = Domain::start(*store);
  ASSERT_TRUE(app);
  ASSERT_TRUE(app->stop());
  ASSERT_TRUE(app->stop());
  ASSERT_TRUE(store->close());
  EXPECT_FALSE(app->query(Sums{}));
}

}  // namespace
}  // namespace projection_test
