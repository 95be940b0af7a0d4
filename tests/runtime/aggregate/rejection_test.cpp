#include "cqrs/rejection.hpp"

#include <gtest/gtest.h>

#include <cqrs/json.hpp>
#include <cqrs/text.hpp>

namespace cqrs {
namespace {

template <class Rejection>
std::string json(const Rejection& rejection) {
  std::string out;
  JsonWriter writer(out);
  write_json(writer, rejection);
  return out;
}

TEST(Rejections, SpeakInSentences) {
  EXPECT_EQ(AlreadyExists{}.message(), "it exists already");
  EXPECT_EQ(DoesNotExist{}.message(), "it does not exist");
  EXPECT_EQ(Invalid{{"amount"}}.message(), "this field is not valid: amount");
  EXPECT_EQ((Invalid{{"amount", "note"}}).message(), "these fields are not valid: amount, note");
  EXPECT_EQ(NotAllowed{}.message(), "the actor may not do that");
  EXPECT_EQ(Overflow{}.message(), "a number would leave the range of its type");
  EXPECT_EQ(InvariantBroken{"never overdrawn"}.message(), "this would no longer hold: never overdrawn");
}

TEST(Rejections, HaveJson) {
  EXPECT_EQ(json(NotAllowed{}), "{}");
  EXPECT_EQ(json(Invalid{{"amount", "note"}}), R"({"fields":["amount","note"]})");
  EXPECT_EQ(json(InvariantBroken{"x"}), R"({"invariant":"x"})");
}

TEST(Rejections, ArePrintedLikeTheDomainsOwn) {
  EXPECT_EQ(to_text(Invalid{{"amount"}}), R"(Invalid { fields = ["amount"] })");
  EXPECT_EQ(to_text(Overflow{}), "Overflow { }");
}

}  // namespace
}  // namespace cqrs
