#include "support.hpp"

namespace cqrs::sqlite {
namespace {

using testing::ElementsAre;

class CopiedFileTest : public SqliteTest {};

TEST_F(CopiedFileTest, OfAStoreThatIsClosedIsAStoreOfItsOwn) {
  ASSERT_OK(Append().write("account/1", {{.body = "both"}}).to(*open_store()));
  std::filesystem::copy_file(file(), directory() / "copy.db");
  const auto store = open_store();
  const auto copy = open_store(directory() / "copy.db");
  ASSERT_OK(Append().write(stream("account/1"), ExpectedVersion::exact(1), {{.body = "one"}}).to(*store));
  ASSERT_OK(Append().write(stream("account/1"), ExpectedVersion::exact(1), {{.body = "other"}}).to(*copy));
  EXPECT_THAT(bodies(read_all(*store)), ElementsAre("both", "one"));
  EXPECT_THAT(bodies(read_all(*copy)), ElementsAre("both", "other"));
}

TEST_F(CopiedFileTest, WithoutItsWriteAheadLogIsTheStoreOfSomeTimeAgo) {
  ASSERT_OK(Append().write("account/1", {{.body = "before"}}).to(*open_store()));
  const auto store = open_store();
  ASSERT_OK(Append().write("account/1", {{.body = "since"}}).to(*store));
  std::filesystem::copy_file(file(), directory() / "copy.db");
  EXPECT_THAT(bodies(read_all(*open_store(directory() / "copy.db"))), ElementsAre("before"));
}

}  // namespace
}  // namespace cqrs::sqlite
