import { expect, test } from 'vitest'
import { moved, readMembers } from './members'

test('rows of a spreadsheet are members, their numbers left out', () => {
  expect(
    readMembers('๑\tนายก ก\tนายก อบต.\tประธานกรรมการ\r\n2.\tนาง ข\tปลัด อบต.\tกรรมการ\n'),
  ).toEqual([
    { name: 'นายก ก', post: 'นายก อบต.', duty: 'ประธานกรรมการ' },
    { name: 'นาง ข', post: 'ปลัด อบต.', duty: 'กรรมการ' },
  ])
})

test('lines of an order are parted where it prints wide spaces', () => {
  expect(readMembers('๑. นายหนึ่ง  ใจดี   ปลัด อบต.   กรรมการและเลขานุการ')).toEqual([
    { name: 'นายหนึ่ง', post: 'ใจดี ปลัด อบต.', duty: 'กรรมการและเลขานุการ' },
  ])
  expect(readMembers('1) นายหนึ่ง ใจดี  กรรมการ\n- นางสอง ใจดี  ผู้อำนวยการกองคลัง\nนายสาม')).toEqual([
    { name: 'นายหนึ่ง ใจดี', post: '', duty: 'กรรมการ' },
    { name: 'นางสอง ใจดี', post: 'ผู้อำนวยการกองคลัง', duty: '' },
    { name: 'นายสาม', post: '', duty: '' },
  ])
})

test('empty lines are nobody', () => {
  expect(readMembers('\n  \n\t\t\n')).toEqual([])
})

test('a line is moved to another place', () => {
  expect(moved(['ก', 'ข', 'ค'], 0, 2)).toEqual(['ข', 'ค', 'ก'])
  expect(moved(['ก', 'ข', 'ค'], 2, 0)).toEqual(['ค', 'ก', 'ข'])
})
