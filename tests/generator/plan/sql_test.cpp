#include "plan/sql.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace cqrsc::plan {
namespace {

using namespace model;

/// A query over rows {id: uuid, `order`: string, count: uint64, wide: decimal(38, 2)?, money {amount, unit}} with the
/// parameters (text: string?, least: int64), and expressions over them.
class SqlTest : public testing::Test {
 protected:
  SqlTest() {
    Value& money = context_.values.emplace_back();
    ValueVersion& version = money.versions.emplace_back();
    version.value = &money;
    add(version.fields, "amount", type({.kind = TypeKind::Decimal, .precision = 18, .scale = 2}));
    add(version.fields, "unit", type({.kind = TypeKind::String}));
    add(projection_.keys, "id", type({.kind = TypeKind::Uuid}));
    add(projection_.fields, "order", type({.kind = TypeKind::String}));
    add(projection_.fields, "itemCount", type({.kind = TypeKind::UInt64}));
    add(projection_.fields, "wide", optional(type({.kind = TypeKind::Decimal, .precision = 38, .scale = 2})));
    add(projection_.fields, "money", type({.kind = TypeKind::Value, .value = &version}));
    add(projection_.fields, "done", type({.kind = TypeKind::Bool}));
    query_.from = &projection_;
    add(query_.parameters, "text", optional(type({.kind = TypeKind::String})));
    add(query_.parameters, "least", type({.kind = TypeKind::Int64}));
  }

  const Type* type(const Type& written) { return model_.intern(written); }
  const Type* optional(const Type* held) { return type({.kind = TypeKind::Optional, .element = held}); }
  static void add(std::deque<Field>& fields, const char* name, const Type* type) {
    Field& field = fields.emplace_back();
    field.name = name;
    field.type = type;
  }

  const Expression* make(const Type* type, ExpressionNode node) { return model_.add({type, {}, std::move(node)}); }
  const Expression* row(std::size_t field) {
    const Field& of = projection_.fields[field];
    return make(of.type, FieldNode{FieldSource::Row, &of});
  }
  const Expression* parameter(std::size_t field) {
    const Field& of = query_.parameters[field];
    return make(of.type, FieldNode{FieldSource::Argument, &of});
  }
  const Expression* member(const Expression* base, std::size_t field) {
    const Field& of = base->type->value->fields[field];
    return make(of.type, MemberNode{base, &of});
  }
  const Expression* constant(const Type* type, Constant value) { return make(type, ConstantNode{std::move(value)}); }
  const Expression* binary(BinaryOperator op, const Expression* left, const Expression* right) {
    return make(type({.kind = TypeKind::Bool}), BinaryNode{op, left, right});
  }
  std::string condition(const Expression* expression) { return Sql(query_).condition(*expression); }
  std::string operand(const Type& type, Constant value) {
    return Sql(query_).operand(*constant(this->type(type), std::move(value)));
  }

  Model model_;
  Context context_;
  Projection projection_;
  Query query_;
};

TEST_F(SqlTest, ConstantsStayWhatTheyAre) {
  EXPECT_EQ(operand({.kind = TypeKind::Int64}, Int128{-7}), "-7");
  EXPECT_EQ(operand({.kind = TypeKind::Int64}, Int128{std::numeric_limits<std::int64_t>::min()}),
            "(-9223372036854775807 - 1)");
  EXPECT_EQ(operand({.kind = TypeKind::UInt64}, Int128{std::numeric_limits<std::uint64_t>::max()}),
            "9223372036854775807");
  EXPECT_EQ(operand({.kind = TypeKind::UInt64}, Int128{0}), "(-9223372036854775807 - 1)");
  EXPECT_EQ(operand({.kind = TypeKind::Decimal, .precision = 18, .scale = 2}, Int128{1050}), "1050");
  EXPECT_EQ(operand({.kind = TypeKind::Decimal, .precision = 38, .scale = 2}, Int128{-1}),
            "X'7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF'");
  EXPECT_EQ(operand({.kind = TypeKind::Bool}, true), "1");
  EXPECT_EQ(operand({.kind = TypeKind::Bytes}, BytesConstant{std::string("\0\xff", 2)}), "X'00FF'");
}

TEST_F(SqlTest, TextCannotBreakOut) {
  EXPECT_EQ(operand({.kind = TypeKind::String}, std::string("it's; -- \"x\"")), "'it''s; -- \"x\"'");
  EXPECT_EQ(operand({.kind = TypeKind::String}, std::string("a\0'", 3)), "CAST(X'610027' AS TEXT)");
}

TEST_F(SqlTest, ColumnsAndParametersAreNamedAsTablesHaveThem) {
  EXPECT_EQ(Sql(query_).operand(*row(0)), "\"order\"");
  EXPECT_EQ(Sql(query_).operand(*row(1)), "item_count");
  EXPECT_EQ(Sql(query_).operand(*member(row(3), 1)), "money_unit");
  EXPECT_EQ(Sql(query_).operand(*parameter(1)), "?2");
  EXPECT_EQ(Sql(query_).columns(*row(3)).size(), 2U);
}

TEST_F(SqlTest, NoneEqualsNone) {
  const Expression* none = constant(row(2)->type, NoneConstant{});
  EXPECT_EQ(condition(binary(BinaryOperator::Equal, row(2), none)), "wide IS NULL");
  EXPECT_EQ(condition(binary(BinaryOperator::NotEqual, none, parameter(0))), "?1 IS NOT NULL");
  const Expression* wrapped = make(parameter(0)->type, ConversionNode{ConversionKind::WrapOptional, row(0)});
  EXPECT_EQ(condition(binary(BinaryOperator::Equal, wrapped, parameter(0))), "\"order\" IS NOT DISTINCT FROM ?1");
  EXPECT_EQ(condition(binary(BinaryOperator::NotEqual, wrapped, parameter(0))), "\"order\" IS DISTINCT FROM ?1");
}

TEST_F(SqlTest, ParenthesesStandWhereTheyMatter) {
  const Expression* is_x = binary(BinaryOperator::Equal, row(0), constant(row(0)->type, std::string("x")));
  const Expression* done = row(4);
  const Expression* both = binary(BinaryOperator::And, is_x, done);
  EXPECT_EQ(condition(both), "\"order\" = 'x' AND done = 1");
  EXPECT_EQ(condition(binary(BinaryOperator::Or, both, done)), "(\"order\" = 'x' AND done = 1) OR done = 1");
  EXPECT_EQ(condition(binary(BinaryOperator::And, binary(BinaryOperator::Or, is_x, done), done)),
            "(\"order\" = 'x' OR done = 1) AND done = 1");
  EXPECT_EQ(condition(make(done->type, UnaryNode{UnaryOperator::Not, both})), "NOT (\"order\" = 'x' AND done = 1)");
  EXPECT_EQ(condition(make(done->type, UnaryNode{UnaryOperator::Not, done})), "NOT done = 1");
}

TEST_F(SqlTest, RangesAndLists) {
  const Type* int64 = type({.kind = TypeKind::Int64});
  const Type* boolean = type({.kind = TypeKind::Bool});
  EXPECT_EQ(condition(make(boolean, RangeNode{parameter(1), constant(int64, Int128{1}), constant(int64, Int128{9})})),
            "?2 BETWEEN 1 AND 9");
  EXPECT_EQ(condition(make(boolean, OneOfNode{parameter(1), {constant(int64, Int128{1}), parameter(1)}})),
            "?2 IN (1, ?2)");
  EXPECT_EQ(condition(make(boolean, OneOfNode{parameter(1), {}})), "0 = 1");
  const Expression* none = constant(parameter(0)->type, NoneConstant{});
  EXPECT_EQ(condition(make(boolean, OneOfNode{parameter(0), {none}})), "(?1 IS NOT DISTINCT FROM NULL)");
}

TEST_F(SqlTest, SumsAreExact) {
  EXPECT_EQ(Sql(query_).aggregate({AggregateFunction::Count, nullptr}), "count(*)");
  EXPECT_EQ(Sql(query_).aggregate({AggregateFunction::Count, row(4)}), "count(*) FILTER (WHERE done = 1)");
  EXPECT_EQ(Sql(query_).aggregate({AggregateFunction::Sum, row(2)}), "cqrs_sum(wide)");
  EXPECT_EQ(Sql(query_).aggregate({AggregateFunction::Sum, row(1)}), "cqrs_sum_unsigned(item_count)");
  EXPECT_EQ(Sql(query_).aggregate({AggregateFunction::Max, row(0)}), "max(\"order\")");
}

}  // namespace
}  // namespace cqrsc::plan
