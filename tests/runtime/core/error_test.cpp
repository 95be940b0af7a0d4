#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include <cqrs/error.hpp>

namespace cqrs {
namespace {

TEST(ErrorTest, EveryCodeHasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (auto code = 0; code <= static_cast<int>(ErrorCode::handler_failed); ++code) {
    const auto name = to_string(static_cast<ErrorCode>(code));
    EXPECT_NE(name, "unknown");
    EXPECT_TRUE(names.insert(name).second) << name;
  }
  EXPECT_EQ(to_string(static_cast<ErrorCode>(200)), "unknown");
}

TEST(ErrorTest, PrintsCodeAndText) {
  std::ostringstream out;
  out << Error{ErrorCode::too_large, "the event is too large"};
  EXPECT_EQ(out.str(), "too_large: the event is too large");
}

}  // namespace
}  // namespace cqrs
